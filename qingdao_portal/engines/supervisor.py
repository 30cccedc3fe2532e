"""`make run`: the whole portal in one terminal, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from database.exit_codes import OTHER_HISTORY
from qingdao_portal.engines import children, front_end, processes
from qingdao_portal.engines.backup import restore
from qingdao_portal.engines.children import Child
from qingdao_portal.engines.demo import ACCOUNTS, PASSWORD, DemoCity
from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import REPOSITORY, Folders
from qingdao_portal.engines.locks import FileLock
from qingdao_portal.engines.ports import is_free

_READY_WITHIN = 180.0
_ENGINE_CHECK = 2.0
# A proxy that the environment names for the outside world has no part in asking ourselves.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Stopped(BaseException):
    """Ctrl-C or SIGTERM; not an Exception, so that nothing swallows it."""


def say(text: str) -> None:
    """One line in the terminal, at once."""
    print(text, flush=True)


def run(engines: Engines) -> int:
    """Start everything, keep it running, stop it on Ctrl-C. Gives the exit code.

    Raises EngineError if the portal runs here already, the port is taken, or set-up fails.
    """
    host, port = os.environ.get("HOST", "127.0.0.1"), _port()
    lock = _only_one(engines.folders, f"{os.getpid()} http://{_shown(host)}:{port}/")
    try:
        if children.end_leftovers(_note(engines.folders)):
            say("Ended processes that a killed start had left running.")
        if not is_free(port, host):
            raise EngineError(_port_taken(port))
        with _signals() as stopping:
            try:
                front_end.fetch(engines.folders)
                with engines.in_use():
                    Supervisor(engines, host, port, stopping).work()
            except Stopped:
                pass
    finally:
        lock.release()
    say("Stopped.")
    return 0


def stop_running(engines: Engines) -> None:
    """Stop the portal that runs in this folder, what a killed one left, and the engines."""
    engines.keep_up(False)
    pid = _running(engines.folders)
    if pid is not None:
        processes.stop(pid, seconds=60)
    children.end_leftovers(_note(engines.folders))
    if engines.others_work():
        raise EngineError("Another command still uses the engines; they stop when it ends.")
    engines.stop()


def restore_stopped(engines: Engines, folder: Path) -> None:
    """Restore a backup while no portal runs here. Raises EngineError for one that runs."""
    lock = _only_one(engines.folders, f"{os.getpid()} restore")
    try:
        restore(engines, folder)
    finally:
        lock.release()


class Supervisor:
    """The processes of one running portal."""

    def __init__(self, engines: Engines, host: str, port: int, stopping: "Stopping") -> None:
        self._engines = engines
        self._host, self._port = host, port
        self._stopping = stopping
        self._environment = {**engines.child_environment(), "PORT": str(port)}
        self._demo = DemoCity(engines)
        self._next_engine_check = 0.0
        schedule = engines.folders.run / "beat-schedule"
        celery = ("-m", "celery", "-A", "qingdao_portal")
        self._children = [
            Child(
                "web",
                ("-m", "granian", "--interface", "rsgi", "--http", "1", "--workers", "2",
                 "--host", host, "--port", str(port),
                 "--respawn-failed-workers", "--workers-kill-timeout", "8",
                 "qingdao_portal.rsgi:application"),
                engines.folders,
            ),
            # A task gets this long to end by itself; one that is cut is delivered again.
            Child("worker",
                  (*celery, "worker", "-c", "2", "-l", "INFO",
                   "--without-mingle", "--without-gossip"),
                  engines.folders, patience=20),
            Child("beat", (*celery, "beat", "-l", "INFO", "-s", str(schedule)), engines.folders),
            Child("relay", ("manage.py", "relay_outbox"), engines.folders),
        ]  # fmt: skip

    def work(self) -> None:
        """Set up, start, watch; returns or raises Stopped once all have ended."""
        try:
            self._set_up()
            for child in self._children:
                child.start(self._environment)
            self._remember()
            self._wait_ready()
            self._print_welcome()
            self._watch()
        finally:
            self._stop_children()

    def _set_up(self) -> None:
        wanted = self._demo.wanted()
        if wanted:
            self._demo.clear_half_loaded(say)
        was_empty = wanted and self._is_empty()
        say("Bringing the database up to date …")
        self._manage("migrate", "--database=owner", "--no-input", quiet=True)
        say("Collecting static files …")
        self._manage("collectstatic", "--no-input", quiet=True)
        if wanted:
            say("Loading the demo city (once; DEMO=0 leaves it out) …")
            self._demo.load(self._manage, was_empty=was_empty)

    def _is_empty(self) -> bool:
        return not self._engines.outside_database and not self._engines.postgres.has_tables()

    def _manage(self, *arguments: str, quiet: bool = False) -> None:
        """Run a management command; with ``quiet`` its output is shown only if it fails."""
        log = self._engines.folders.logs / "set-up.log"
        with log.open("ab") as output:
            child = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=REPOSITORY,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output if quiet else None,
                stderr=output if quiet else None,
                preexec_fn=processes.die_with_parent,
            )
        try:
            code = child.wait()
        except Stopped:
            child.terminate()
            child.wait()
            raise
        if code == OTHER_HISTORY and arguments[0] == "migrate":
            raise EngineError(_other_history(outside=self._engines.outside_database))
        if code:
            end = f" The end of {log}:\n{processes.tail(log, 25)}" if quiet else ""
            raise EngineError(f"manage.py {arguments[0]} failed (exit code {code}).{end}")

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while not self._is_healthy():
            self._look_after_all()
            if time.monotonic() > deadline or any(child.crashes > 3 for child in self._children):
                logs = "\n".join(
                    f"{child.name} ({child.log}):\n{processes.tail(child.log, 15)}"
                    for child in sorted(self._children, key=lambda one: -one.crashes)[:2]
                )
                raise EngineError(f"The portal does not become healthy.\n{logs}")
            time.sleep(0.5)

    def _is_healthy(self) -> bool:
        try:
            with _direct.open(f"{self._address()}healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _address(self) -> str:
        return f"http://{_shown(self._host)}:{self._port}/"

    def _print_welcome(self) -> None:
        say(f"\n  The portal is up:  {self._address()}")
        say(f"  Sign in:           {self._address()}accounts/login/")
        say(f"  Mail it sends:     {self._engines.folders.mail}   (make mail)")
        say(f"  Logs:              {self._engines.folders.logs}")
        if self._demo.is_loaded:
            say(f"\n  Demo accounts, password {PASSWORD}")
            for name, who in ACCOUNTS:
                say(f"    {name:<10} {who}")
        say("\n  Ctrl-C stops it. The data stay in var/.\n")

    def _watch(self) -> None:
        while True:
            self._look_after_all()
            time.sleep(0.2)

    def _look_after_all(self) -> None:
        if time.monotonic() > self._next_engine_check:
            self._look_after_engines()
            self._next_engine_check = time.monotonic() + _ENGINE_CHECK
        started = [child.look_after(lambda: self._environment, say) for child in self._children]
        if any(started):
            self._remember()

    def _look_after_engines(self) -> None:
        for engine in self._engines.wanted():
            if engine.pid() is None:
                say(f"{engine.name} is down and is started again.")
                try:
                    self._engines.ensure_running()
                except EngineError as problem:
                    say(str(problem))
                    return
        fresh = self._engines.variables()
        if any(self._environment.get(name) != value for name, value in fresh.items()):
            # An engine had to take another port: its clients learn it only by a new start.
            self._environment.update(fresh)
            say("An engine moved to another port: the portal's processes are started again.")
            for child in self._children:
                child.ask_to_stop()

    def _remember(self) -> None:
        children.remember(_note(self._engines.folders), self._children)

    def _stop_children(self) -> None:
        self._stopping.began()
        if any(child.pid for child in self._children):
            say("\nStopping …")
        for child in self._children:
            child.ask_to_stop()
        for child in self._children:
            child.wait_stopped(hurry=lambda: self._stopping.hurry)
        _note(self._engines.folders).unlink(missing_ok=True)


class Stopping:
    """What signals mean now: the first stops, one more while stopping hurries."""

    def __init__(self) -> None:
        self.hurry = False
        self._asked = False

    def began(self) -> None:
        """From now on a signal interrupts nothing."""
        self._asked = True

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            self.hurry = True
            return
        self._asked = True
        raise Stopped


@contextmanager
def _signals() -> Iterator[Stopping]:
    stopping = Stopping()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    kept = {number: signal.signal(number, stopping.on_signal) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _note(folders: Folders) -> Path:
    return folders.run / "children.json"


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - asked, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise EngineError(f"PORT={text} is no port: a number from 1 to 65535 is.")
    return int(text)


def _other_history(*, outside: bool) -> str:
    if outside:
        return (
            "The database of DATABASE_URL was made by another version of the portal, whose "
            "migrations this one does not have. It cannot be brought up to date: use the version "
            "that made it, or name an empty database."
        )
    return (
        "The local database was made by another version of the portal, whose migrations this one "
        "does not have. It cannot be brought up to date and must be made anew:\n\n"
        "    make clean\n"
        "    make run\n\n"
        "`make clean` removes the local data: database, uploaded files, mail and logs."
    )


def _port_taken(port: int) -> str:
    return (
        f"Port {port} is in use by another program. Choose another one:\n\n"
        f"    PORT={port + 123 if port < 65000 else 8123} make run"
    )


def _only_one(folders: Folders, note: str) -> FileLock:
    lock = FileLock(folders.run / "run.lock")
    if not lock.take(wait=False):
        running = (folders.run / "run.lock").read_text().split()
        where = f" (process {running[0]}, {running[1]})" if len(running) == 2 else ""
        lock.release()
        raise EngineError(
            f"The portal already runs in this folder{where}. Stop it with Ctrl-C in its terminal "
            "or with `make stop`; a second portal needs PORTAL_VAR and PORT of its own."
        )
    lock.write(note)
    return lock


def _running(folders: Folders) -> int | None:
    """Process id of the supervisor that holds the lock, if one does."""
    lock = FileLock(folders.run / "run.lock")
    try:
        if lock.take(wait=False):
            return None
        return int((folders.run / "run.lock").read_text().split()[0])
    except (ValueError, IndexError):
        return None
    finally:
        lock.release()
