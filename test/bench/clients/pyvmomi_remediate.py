"""The writes of a remediation in the plainest way that pyVmomi offers: one host after the other, nothing read before or after.

usage: pyvmomi_remediate.py HOST PORT CAFILE, account in the environment: WITNESS_USER, WITNESS_PASSWORD
"""

import os
import ssl
import sys

from pyVim.connect import Disconnect, SmartConnect
from pyVmomi import vim

import esxcli


def remediate(host):
    esxcli.execute(esxcli.executer_of(host), ["system", "settings", "kernel", "set"],
                   setting="iovDisableIR", value="FALSE")
    host.configManager.firewallSystem.EnableRuleset("vic-engine")


def main(host, port, cafile):
    context = ssl.create_default_context(cafile=cafile)
    service = SmartConnect(host=host, port=int(port), sslContext=context, user=os.environ["WITNESS_USER"],
                           pwd=os.environ["WITNESS_PASSWORD"])
    content = service.RetrieveContent()
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
    for system in view.view:
        remediate(system)
    view.Destroy()
    Disconnect(service)


main(*sys.argv[1:])
