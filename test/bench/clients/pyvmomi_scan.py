"""The scan's reads in the plainest way that pyVmomi offers: host by host, property by property.

usage: pyvmomi_scan.py HOST PORT CAFILE, account in the environment: WITNESS_USER, WITNESS_PASSWORD
"""

import json
import os
import ssl
import sys
from contextlib import contextmanager

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim

import esxcli


def facts(host):
    if host.runtime.connectionState != "connected":
        return {"name": host.name, "state": host.runtime.connectionState}
    summary, runtime, system = host.summary, host.runtime, host.hardware.systemInfo
    executer = esxcli.executer_of(host)
    firewall = host.configManager.firewallSystem.firewallInfo
    return {
        "name": host.name, "cluster": host.parent.name, "uuid": summary.hardware.uuid, "vendor": summary.hardware.vendor,
        "model": summary.hardware.model, "cpuModel": summary.hardware.cpuModel, "serial": system.serialNumber,
        "version": summary.config.product.version, "build": summary.config.product.build,
        "state": runtime.connectionState, "maintenance": runtime.inMaintenanceMode,
        "kernel": esxcli.execute(executer, ["system", "settings", "kernel", "list"], option="iovDisableIR"),
        "on": esxcli.execute(executer, ["network", "firewall", "get"]),
        "open": [ruleset.key for ruleset in firewall.ruleset if ruleset.enabled],
    }


@contextmanager
def service_at(host, port, cafile):
    context = ssl.create_default_context(cafile=cafile)
    service = SmartConnect(host=host, port=int(port), sslContext=context, user=os.environ["WITNESS_USER"],
                           pwd=os.environ["WITNESS_PASSWORD"])
    yield service
    Disconnect(service)


def hosts_of(service):
    content = service.RetrieveContent()
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
    hosts = list(view.view)
    view.Destroy()
    return hosts


def main(host, port, cafile):
    with service_at(host, port, cafile) as service:
        print(json.dumps([facts(host) for host in hosts_of(service)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
