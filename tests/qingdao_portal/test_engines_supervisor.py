"""The supervisor: what it keeps running, what it mends, what it leaves behind (nothing)."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from qingdao_portal.engines import children, processes
from qingdao_portal.engines.children import Child
from qingdao_portal.engines.demo import DemoCity
from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.folders import REPOSITORY, Folders
from qingdao_portal.engines.ports import choose_port
from tests.qingdao_portal.portals import clean_environment, kill, temporary_folders

pytestmark = pytest.mark.engines


@pytest.fixture
def folders() -> Iterator[Folders]:
    with temporary_folders() as folders:
        folders.make()
        yield folders


def test_a_child_that_ends_is_said_and_started_again_after_a_pause(folders: Folders) -> None:
    said: list[str] = []
    child = Child("brief", ("-c", "raise SystemExit(3)"), folders)
    child.start(os.environ)
    assert processes.wait_until(
        lambda: child.look_after(lambda: os.environ, said.append), seconds=10
    )
    child.wait_stopped(hurry=lambda: True)
    assert said[0].startswith("brief ended (exit code 3) and is started again in 1 s.")


def test_what_a_killed_supervisor_left_is_ended(folders: Folders) -> None:
    child = Child("sleeper", ("-c", "import time; time.sleep(60)"), folders)
    child.start(os.environ)
    note = folders.run / "children.json"
    children.remember(note, [child])
    assert children.end_leftovers(note) == 1
    child.wait_stopped(hurry=lambda: True)
    assert not note.exists()


def test_a_stranger_with_the_process_id_of_a_leftover_is_spared(folders: Folders) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True
    ) as stranger:
        note = folders.run / "children.json"
        later = psutil.Process(stranger.pid).create_time() + 3600
        note.write_text(json.dumps([[stranger.pid, later]]))
        assert children.end_leftovers(note) == 0
        assert stranger.poll() is None
        stranger.kill()


class Loader:
    """Stands where the management command would be run."""

    def __init__(self, *, fails: bool = False) -> None:
        self.calls: list[tuple[str, ...]] = []
        self._fails = fails

    def __call__(self, *arguments: str) -> None:
        self.calls.append(arguments)
        if self._fails:
            raise KeyboardInterrupt


@pytest.fixture
def engines(folders: Folders) -> Iterator[Engines]:
    engines = Engines(folders, {})
    with engines.in_use():
        yield engines


def test_the_demo_city_is_loaded_once(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO", raising=False)
    monkeypatch.setenv("SEED_ENTERPRISES", "50")
    loader = Loader()
    assert DemoCity(engines).wanted()
    DemoCity(engines).load(loader, was_empty=True)
    assert loader.calls[0][:3] == ("seed_demo", "--enterprises", "50")
    assert not DemoCity(engines).wanted()
    assert DemoCity(engines).is_loaded


def test_a_demo_city_cut_short_begins_again_from_an_empty_database(
    engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEMO", raising=False)
    with pytest.raises(KeyboardInterrupt):
        DemoCity(engines).load(Loader(fails=True), was_empty=True)
    said: list[str] = []
    engines.postgres._psql("\\connect portal\nCREATE TABLE half (number int)", timeout=10)
    assert engines.postgres.has_tables()
    assert DemoCity(engines).wanted()
    DemoCity(engines).clear_half_loaded(said.append)
    assert "cut short" in said[0]
    assert not engines.postgres.has_tables()


def test_a_database_that_was_not_empty_is_never_emptied(engines: Engines) -> None:
    with pytest.raises(KeyboardInterrupt):
        DemoCity(engines).load(Loader(fails=True), was_empty=False)
    engines.postgres._psql("\\connect portal\nCREATE TABLE mine (number int)", timeout=10)
    DemoCity(engines).clear_half_loaded(print)
    assert engines.postgres.has_tables()


def test_without_demo_stays_without_demo(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "0")
    assert not DemoCity(engines).wanted()
    monkeypatch.delenv("DEMO")
    assert not DemoCity(engines).wanted()


# --- the whole portal -------------------------------------------------------------------------


class Portal:
    """`make run` in a folder and on a port of its own."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.port = choose_port()
        self.output = folders.var.parent / "output.txt"

    def start(self) -> None:
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "qingdao_portal.engines", "run"],
                env=clean_environment(self.folders, PORT=str(self.port), DEMO="0"),
                cwd=REPOSITORY, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def health(self) -> tuple[int, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return answer.status, json.load(answer)["parts"]
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)["parts"]
        except OSError:
            return 0, {}

    def is_served(self) -> bool:
        """True if the web server that this supervisor started answers: after `kill -9` the
        one before it may answer for another moment, and is a child until it is reaped."""
        try:
            web = self.child("web")
            return processes.is_alive(web) and psutil.Process(web).ppid() == self.process.pid
        except (FileNotFoundError, psutil.NoSuchProcess):
            return False

    def wait_healthy(self) -> None:
        healthy = processes.wait_until(
            lambda: self.is_served() and self.health()[0] == 200, 240, pause=0.2
        )
        assert healthy, f"{self.health()}\n{self.output.read_text()}"

    def child(self, name: str) -> int:
        order = ("web", "worker", "beat", "relay")
        rows = json.loads((self.folders.run / "children.json").read_text())
        return int(rows[order.index(name)][0])

    def leftovers(self) -> list[psutil.Process]:
        wanted = str(self.folders.var)
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("PORTAL_VAR") == wanted or wanted in process.cwd():
                    found.append(process)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return [one for one in found if processes.is_alive(one.pid)]


def test_the_portal_survives_kill_9_of_its_parts_and_of_itself(folders: Folders) -> None:
    portal = Portal(folders)
    engines = Engines(folders, {})
    portal.start()
    portal.wait_healthy()
    parts = ("database", "broker", "worker", "relay", "beat")
    assert portal.health() == (200, dict.fromkeys(parts, "up"))

    web = portal.child("web")
    kill(web)
    kill(engines.postgres.pid())
    kill(engines.valkey.pid())
    portal.wait_healthy()
    assert portal.child("web") != web

    kill(portal.process.pid)
    portal.process.wait()
    portal.start()
    portal.wait_healthy()

    portal.process.send_signal(signal.SIGTERM)
    assert portal.process.wait(60) == 0
    time.sleep(0.2)
    assert portal.leftovers() == []
    said = portal.output.read_text()
    assert "web ended (SIGKILL) and is started again" in said
    assert "PostgreSQL is down and is started again." in said
    assert said.endswith("Stopped.\n")
    assert "Traceback" not in said


def test_everything_a_run_leaves_lies_in_its_own_folder() -> None:
    """The ignore file names one folder; a run that wrote elsewhere would show in git."""
    assert "/var/" in (REPOSITORY / ".gitignore").read_text().splitlines()
    assert Folders.from_environment().node.parent == Path(REPOSITORY / "var")


def test_a_database_of_another_version_is_told_with_the_way_out(
    engines: Engines, folders: Folders
) -> None:
    engines.postgres._psql(
        "\\connect portal\nSET ROLE portal_owner;\n"
        "CREATE TABLE django_migrations (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
        " app varchar(255), name varchar(255), applied timestamptz);\n"
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('accounts', '0002_row_security', now())",
        timeout=30,
    )
    port = choose_port()
    started = subprocess.run(
        [sys.executable, "-m", "qingdao_portal.engines", "run"],
        env=clean_environment(folders, DEMO="0", PORT=str(port)),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert started.returncode == 1
    assert "must be made anew:\n\n    make clean\n    make run\n" in started.stderr
    assert "Traceback" not in started.stdout + started.stderr
