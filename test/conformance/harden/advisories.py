"""Prints as JSON how vmware-harden's offline advisories judge releases. usage: advisories.py RELEASES.json | DATABASE

RELEASES.json: a list of {"name", "version", "build"}. DATABASE: where vmware-harden keeps the hosts that it has collected.
The answer: by id of the advisory and name of the release or host, its status. Advisories without ESXi are left out.
"""

import json
import sys

import duckdb
from vmware_harden.advisories.catalog import load_catalog
from vmware_harden.advisories.match import Component, evaluate


def collected(path):
    with duckdb.connect(path, read_only=True) as database:
        rows = database.execute("SELECT name, attrs FROM nodes WHERE type = 'host'").fetchall()
    for name, attrs in rows:
        host = json.loads(attrs)
        yield {"name": name, "version": host.get("esxi_version"), "build": host.get("esxi_build")}


def listed(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


source = sys.argv[1]
releases = list(listed(source) if source.endswith(".json") else collected(source))
catalog = load_catalog()
print(json.dumps({
    advisory.id: {
        each["name"]: evaluate(Component("esxi", each["version"], each["build"]), advisory, catalog).status
        for each in releases
    }
    for advisory in catalog.advisories
    if "esxi" in advisory.products
}))
