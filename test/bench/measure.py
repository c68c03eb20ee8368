"""Runs a command with its output in a file, and prints what it cost as JSON: the kernel's own account of all of its processes.

usage: measure.py FILE COMMAND...

Where the command starts others, their time is counted, and `peakBytes` is the sum of the peaks of all, whenever each had it: pages
that they share count for each. `mostBytes` is the most that they had at one moment. Both come from looks 20 times a second.
"""

import json
import os
import sys
import threading
import time


def descendants(pid):
    """The process and all below it, as far as they are still there; Linux alone tells."""
    found = [pid]
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as children:
                for child in children.read().split():
                    found += descendants(child)
    except OSError:
        pass
    return found


def memory(pid):
    """Peak and present size of a process, in bytes."""
    told = {}
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                name, _, value = line.partition(":")
                if name in ("VmHWM", "VmRSS"):
                    told[name] = int(value.split()[0]) * 1024
    except OSError:
        pass
    return told.get("VmHWM", 0), told.get("VmRSS", 0)


class Watch(threading.Thread):
    """Looks at the memory of a process and all below it until it is told to stop."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peaks, self.most, self.ended = pid, {}, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.05):
            sizes = {pid: memory(pid) for pid in descendants(self.pid)}
            for pid, (peak, _) in sizes.items():
                self.peaks[pid] = max(self.peaks.get(pid, 0), peak)
            self.most = max(self.most, sum(present for _, present in sizes.values()))


def main(output, *command):
    files = [(os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    started = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    watch = Watch(child)
    watch.start()
    _, status, used = os.wait4(child, 0)
    seconds = time.monotonic() - started
    watch.ended.set()
    watch.join()
    # The largest of all is known exactly.
    largest = used.ru_maxrss * 1024
    peaks = sorted(peak for peak in watch.peaks.values() if peak > 0)[:-1] + [largest]
    print(json.dumps({"seconds": seconds, "cpuSeconds": used.ru_utime + used.ru_stime,
                      "peakBytes": sum(peaks), "mostBytes": max(watch.most, largest), "processes": len(peaks),
                      "status": os.waitstatus_to_exitcode(status)}))


main(*sys.argv[1:])
