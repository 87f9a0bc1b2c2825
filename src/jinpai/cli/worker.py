"""The worker beside the web server: a child process that never outlives its parent.

Started as `python -m jinpai.cli.worker` with a pipe as its input. When the parent ends, in
whatever way, the pipe closes and the worker stops after the job in hand.
Beside its jobs it keeps the desk's clock: reminders, what climbs, and the nightly fill.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading

GRACE = 20.0
"""Seconds that a job in hand gets to end by itself. One that is cut off is run again: an import
changes nothing until it is committed."""


class Worker:
    """Keeps one worker process alive until told to stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)
        self._keeper.start()

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "jinpai.cli.worker"],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in the terminal is the parent's to pass on
        )

    def _keep(self) -> None:
        """Start it again when it dies, a little later each time."""
        wait = 1.0
        while True:
            self._process.wait()
            if self._stopping.wait(wait):
                return
            self._process = self._start()
            wait = min(wait * 2, 60.0)

    def stop(self) -> None:
        self._stopping.set()
        process = self._process
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    from jinpai.web.manage import manage, setup

    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    setup()
    from jinpai.apps.desk.filling import night

    desk = threading.Thread(target=night.keep, args=(threading.Event(),), name="desk", daemon=True)
    desk.start()
    manage("db_worker", "--interval", "0.5", "--no-startup-delay", "--queue-name", "*")


if __name__ == "__main__":
    main()
