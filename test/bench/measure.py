"""Runs a command with its output in a file, and prints what it cost as JSON: the kernel's own account of one process.

usage: measure.py FILE COMMAND...
"""

import json
import os
import sys
import time


def main(output, *command):
    files = [(os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    started = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    _, status, used = os.wait4(child, 0)
    print(json.dumps({"seconds": time.monotonic() - started, "cpuSeconds": used.ru_utime + used.ru_stime,
                      "peakBytes": used.ru_maxrss * 1024, "status": os.waitstatus_to_exitcode(status)}))


main(*sys.argv[1:])
