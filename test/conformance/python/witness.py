"""Drives a vCenter with pyVmomi, one step a run, and prints what it saw as JSON.

usage: witness.py STEP HOST PORT CAFILE [ARGUMENT...], account in the environment: WITNESS_USER, WITNESS_PASSWORD
"""

import json
import os
import ssl
import sys

from pyVim.connect import Disconnect, SmartConnect
from pyVim.task import WaitForTask
from pyVmomi import vim, vmodl

import esxcli


def connect(host, port, cafile, **more):
    context = ssl.create_default_context(cafile=cafile)
    return SmartConnect(host=host, port=int(port), sslContext=context, user=os.environ["WITNESS_USER"],
                        pwd=os.environ["WITNESS_PASSWORD"], **more)


def view_of(service, *types):
    content = service.RetrieveContent()
    return content.viewManager.CreateContainerView(content.rootFolder, list(types), True)


def host_named(service, name):
    return next(host for host in view_of(service, vim.HostSystem).view if host.name == name)


def login(service):
    content = service.RetrieveContent()
    about, session = content.about, content.sessionManager.currentSession
    return {"apiType": about.apiType, "version": about.version, "fullName": about.fullName,
            "instanceUuid": about.instanceUuid, "user": session.userName if session else None,
            "stub": service._stub.versionId, "now": service.CurrentTime().isoformat()}


def hosts(service):
    """The plainest way: one accessor call for each property."""
    return [{"name": host.name, "vendor": host.summary.hardware.vendor, "model": host.summary.hardware.model,
             "serial": host.hardware.systemInfo.serialNumber if host.hardware else None,
             "version": host.summary.config.product.version, "build": host.summary.config.product.build,
             "state": host.runtime.connectionState, "power": host.runtime.powerState,
             "maintenance": host.runtime.inMaintenanceMode, "cpu": host.summary.hardware.cpuModel,
             "bootTime": host.runtime.bootTime.isoformat() if host.runtime.bootTime else None,
             "parent": host.parent.name, "parentType": type(host.parent).__name__}
            for host in view_of(service, vim.HostSystem).view]


def rulesets(service, name):
    host = host_named(service, name)
    return {ruleset.key: {"enabled": ruleset.enabled, "required": ruleset.required,
                          "ports": [rule.port for rule in ruleset.rule]}
            for ruleset in host.configManager.firewallSystem.firewallInfo.ruleset}


def pages(service, size):
    """Reads names page by page, and tells how many objects each page held."""
    collector = service.RetrieveContent().propertyCollector
    view = view_of(service, vim.HostSystem)
    traversal = vmodl.query.PropertyCollector.TraversalSpec(name="view", path="view", type=vim.ContainerView)
    spec = vmodl.query.PropertyCollector.FilterSpec(
        objectSet=[vmodl.query.PropertyCollector.ObjectSpec(obj=view, skip=True, selectSet=[traversal])],
        propSet=[vmodl.query.PropertyCollector.PropertySpec(type=vim.HostSystem, pathSet=["name"])])
    options = vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=int(size))
    page = collector.RetrievePropertiesEx([spec], options)
    sizes, names, used = [], [], None
    while True:
        sizes.append(len(page.objects))
        names += [content.propSet[0].val for content in page.objects]
        if not page.token:
            break
        used = page.token
        page = collector.ContinueRetrievePropertiesEx(used)
    again = None
    if used is not None:
        try:
            collector.ContinueRetrievePropertiesEx(used)
        except vmodl.MethodFault as fault:
            again = type(fault).__name__
    view.Destroy()
    return {"sizes": sizes, "names": names, "usedTokenAgain": again}


def cancel(service):
    """Asks for one page of many, and gives the rest back."""
    collector = service.RetrieveContent().propertyCollector
    traversal = vmodl.query.PropertyCollector.TraversalSpec(name="view", path="view", type=vim.ContainerView)
    spec = vmodl.query.PropertyCollector.FilterSpec(
        objectSet=[vmodl.query.PropertyCollector.ObjectSpec(
            obj=view_of(service, vim.HostSystem), skip=True, selectSet=[traversal])],
        propSet=[vmodl.query.PropertyCollector.PropertySpec(type=vim.HostSystem, pathSet=["name"])])
    page = collector.RetrievePropertiesEx([spec], vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=1))
    collector.CancelRetrievePropertiesEx(page.token)
    return {"objects": len(page.objects)}


def badpath(service):
    """Names a property that does not exist: a real server refuses the whole call."""
    collector = service.RetrieveContent().propertyCollector
    traversal = vmodl.query.PropertyCollector.TraversalSpec(name="view", path="view", type=vim.ContainerView)
    spec = vmodl.query.PropertyCollector.FilterSpec(
        objectSet=[vmodl.query.PropertyCollector.ObjectSpec(
            obj=view_of(service, vim.HostSystem), skip=True, selectSet=[traversal])],
        propSet=[vmodl.query.PropertyCollector.PropertySpec(type=vim.HostSystem, pathSet=["name", "noSuchThing"])])
    try:
        collector.RetrievePropertiesEx([spec], vmodl.query.PropertyCollector.RetrieveOptions())
    except vmodl.query.InvalidProperty as fault:
        return {"fault": type(fault).__name__, "name": fault.name}
    return {"fault": None}


def view(service):
    """Views of several types, one of them by its base class."""
    return {kind: sorted(entity.name for entity in view_of(service, type_).view)
            for kind, type_ in (("Datacenter", vim.Datacenter), ("ComputeResource", vim.ComputeResource),
                                ("ClusterComputeResource", vim.ClusterComputeResource), ("HostSystem", vim.HostSystem))}


def kernel(service, name, option):
    return esxcli.execute(esxcli.executer_of(host_named(service, name)),
                          ["system", "settings", "kernel", "list"], option=option)


def setkernel(service, name, setting, value):
    executer = esxcli.executer_of(host_named(service, name))
    answer = esxcli.execute(executer, ["system", "settings", "kernel", "set"], setting=setting, value=value)
    rows = esxcli.execute(executer, ["system", "settings", "kernel", "list"], option=setting)
    return {"answer": answer, "rows": rows}


def firewall(service, name):
    return esxcli.execute(esxcli.executer_of(host_named(service, name)), ["network", "firewall", "get"])


def noesxcli(service, name, option):
    try:
        rows = esxcli.execute(esxcli.executer_of(host_named(service, name)),
                              ["system", "settings", "kernel", "list"], option=option)
    except esxcli.EsxcliError as error:
        return {"error": str(error)}
    except vmodl.MethodFault as fault:
        return {"fault": type(fault).__name__}
    return {"rows": rows}


def ruleset(service, name, key):
    """Enables a ruleset, then tries one that does not exist."""
    system = host_named(service, name).configManager.firewallSystem
    enabled = lambda: {entry.key: entry.enabled for entry in system.firewallInfo.ruleset}[key]  # noqa: E731
    before = enabled()
    system.EnableRuleset(key)
    after = enabled()
    try:
        system.EnableRuleset("no-such-ruleset")
        unknown = None
    except vim.fault.NotFound as fault:
        unknown = type(fault).__name__
    return {"before": before, "after": after, "unknown": unknown}


def maintenance(service, name):
    """In and out again, each waited for with WaitForUpdates."""
    host = host_named(service, name)
    seen = []
    for task in (lambda: host.EnterMaintenanceMode_Task(timeout=60, evacuatePoweredOffVms=False),
                 lambda: host.ExitMaintenanceMode_Task(timeout=60)):
        running = task()
        state = WaitForTask(running, si=service)
        seen.append({"state": state, "maintenance": host.runtime.inMaintenanceMode, "entity": running.info.entityName,
                     "descriptionId": running.info.descriptionId})
    return seen


def option(service, name, key):
    host = host_named(service, name)
    manager = host.configManager.advancedOption
    found = [(entry.key, entry.value) for entry in manager.QueryOptions(key)]
    try:
        manager.QueryOptions("No.Such.Option")
        unknown = None
    except vmodl.MethodFault as fault:
        unknown = type(fault).__name__
    return {"found": found, "unknown": unknown}


def logout(service):
    """Logs out, and uses the dead session once more."""
    root = service.RetrieveContent().rootFolder
    service.RetrieveContent().sessionManager.Logout()
    try:
        return {"after": root.name}
    except vmodl.MethodFault as fault:
        return {"after": type(fault).__name__}


def badlogin(host, port, cafile):
    try:
        context = ssl.create_default_context(cafile=cafile)
        SmartConnect(host=host, port=int(port), sslContext=context, user=os.environ["WITNESS_USER"], pwd="wrong")
    except vim.fault.InvalidLogin as fault:
        return {"fault": type(fault).__name__, "message": fault.msg}
    return {"fault": None}


def pinned(host, port, thumbprint):
    """By thumbprint alone, no chain."""
    service = SmartConnect(host=host, port=int(port), thumbprint=thumbprint, user=os.environ["WITNESS_USER"],
                           pwd=os.environ["WITNESS_PASSWORD"], disableSslCertValidation=True)
    try:
        return login(service)
    finally:
        Disconnect(service)


WITHOUT_SESSION = {"badlogin": badlogin, "pinned": pinned}
STEPS = {step.__name__: step for step in (login, hosts, rulesets, pages, cancel, badpath, view, kernel, setkernel, firewall,
                                          noesxcli, ruleset, maintenance, option, logout)}


def main(step, host, port, cafile, *arguments):
    if step in WITHOUT_SESSION:
        return WITHOUT_SESSION[step](host, port, cafile)
    service = connect(host, port, cafile)
    try:
        return STEPS[step](service, *arguments)
    finally:
        if step != "logout":
            Disconnect(service)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
