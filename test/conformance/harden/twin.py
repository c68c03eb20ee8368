"""Prints as JSON what vmware-harden knows after its scans. usage: twin.py DATABASE

"nodes": the attributes of each node, by type and name. "asked": the attributes that it says its collectors can tell.
"""

import json
import sys

import duckdb
from vmware_harden.collectors.datastores import PRODUCIBLE_DATASTORE_ATTRS
from vmware_harden.collectors.hosts import PRODUCIBLE_HOST_ATTRS
from vmware_harden.collectors.vcenter import PRODUCIBLE_VCENTER_ATTRS
from vmware_harden.collectors.vms import PRODUCIBLE_VM_ATTRS

ASKED = {"host": PRODUCIBLE_HOST_ATTRS, "vm": PRODUCIBLE_VM_ATTRS, "datastore": PRODUCIBLE_DATASTORE_ATTRS,
         "vcenter": PRODUCIBLE_VCENTER_ATTRS}

nodes = {kind: {} for kind in ASKED}
with duckdb.connect(sys.argv[1], read_only=True) as database:
    for kind, name, attrs in database.execute("SELECT type, name, attrs FROM nodes").fetchall():
        nodes[kind][name] = json.loads(attrs)
print(json.dumps({"nodes": nodes, "asked": {kind: sorted(names) for kind, names in ASKED.items()}}))
