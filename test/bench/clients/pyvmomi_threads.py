"""The scan's reads as somebody writes them who is in a hurry: pyvmomi_scan's, of so many hosts at a time, by threads.

usage: pyvmomi_threads.py HOST PORT CAFILE THREADS, account in the environment: WITNESS_USER, WITNESS_PASSWORD
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pyvmomi_scan


def main(host, port, cafile, threads):
    with pyvmomi_scan.service_at(host, port, cafile) as service:
        # Of as many connections as there are threads none is opened twice; five are kept unless said.
        service._stub.poolSize = int(threads)
        with ThreadPoolExecutor(int(threads)) as pool:
            print(json.dumps(list(pool.map(pyvmomi_scan.facts, pyvmomi_scan.hosts_of(service)))))


main(*sys.argv[1:])
