"""Processes that the supervisor keeps running, each with a log file and a group of its own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from qingdao_portal.engines import processes
from qingdao_portal.engines.folders import REPOSITORY, Folders

_LONGEST_LOG = 20 * 1024 * 1024
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
# A child that lived this long had started well: its next crash is a new story.
_WELL_STARTED = 60.0


class Child:
    """One process to keep running; restarted with a growing pause when it ends by itself."""

    def __init__(
        self, name: str, arguments: Sequence[str], folders: Folders, *, patience: float = 10
    ) -> None:
        self.name = name
        self.log = folders.logs / f"{name}.log"
        self._command = [sys.executable, *arguments]
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = _FIRST_PAUSE
        self._next_start = 0.0
        self.crashes = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a process group of its own, so that Ctrl-C in the terminal is ours."""
        if self.log.exists() and self.log.stat().st_size > _LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=REPOSITORY,
                env=dict(environment),
                process_group=0,
                preexec_fn=processes.die_with_parent,
            )
        self._started = time.monotonic()

    def look_after(
        self, environment: Callable[[], Mapping[str, str]], say: Callable[[str], None]
    ) -> bool:
        """Notice an end and start again when the pause is over; True if it was started."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return False
            # Its own children may still hold the port or a task.
            processes.signal_group(self._process.pid, signal.SIGKILL)
            self._process = None
            self.crashes += 1
            lived = time.monotonic() - self._started
            if lived > _WELL_STARTED:
                self._pause = _FIRST_PAUSE
            self._next_start = time.monotonic() + self._pause
            say(
                f"{self.name} ended ({_reason(code)}) and is started again in "
                f"{self._pause:.0f} s. Its log: {self.log}"
            )
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        if time.monotonic() < self._next_start:
            return False
        self.start(environment())
        return True

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_stopped(self, *, hurry: Callable[[], bool]) -> None:
        """Wait for the end, for ``patience`` seconds at most, then end the whole group."""
        if self._process is None:
            return
        process = self._process
        processes.wait_until(lambda: process.poll() is not None or hurry(), self._patience)
        processes.signal_group(process.pid, signal.SIGKILL)
        process.wait()
        self._process = None


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def remember(path: Path, children: Sequence[Child]) -> None:
    """Write down which processes are ours, for the start after a killed supervisor."""
    rows = []
    for child in children:
        if child.pid is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                rows.append([child.pid, psutil.Process(child.pid).create_time()])
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(rows))
    draft.replace(path)


def end_leftovers(path: Path) -> int:
    """End what a killed supervisor left running; gives the number of groups ended.

    A process counts only if id and time of birth both match: ids are used again.
    """
    try:
        rows = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return 0
    ended = 0
    for pid, born in rows:
        # The leader may be gone while members of its group live on.
        members = [one for one in _group(pid) if one.create_time() >= born - 1]
        if not members:
            continue
        ended += 1
        processes.signal_group(pid, signal.SIGTERM)
        _, alive = psutil.wait_procs(members, timeout=8)
        if alive:
            processes.signal_group(pid, signal.SIGKILL)
    path.unlink(missing_ok=True)
    return ended


def _group(group: int) -> list[psutil.Process]:
    members = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return members
