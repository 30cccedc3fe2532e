"""The commands over the engines, and how several share them."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from qingdao_portal.engines import supervisor
from qingdao_portal.engines.engine_user import EngineUser
from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import REPOSITORY, Folders
from qingdao_portal.engines.locks import FileLock
from tests.qingdao_portal.portals import clean_environment, temporary_folders

pytestmark = pytest.mark.engines
PACKAGES = str(Path(psycopg2.__file__).parents[1])
COMMAND = [sys.executable, "-m", "qingdao_portal.engines"]


@pytest.fixture
def folders() -> Iterator[Folders]:
    with temporary_folders() as folders:
        yield folders


def nobody() -> EngineUser:
    entry = pwd.getpwnam("nobody")
    return EngineUser(entry.pw_name, entry.pw_uid, entry.pw_gid, switches=True)


def python_of(user: EngineUser) -> str:
    """A Python of our version that ``user`` can run, with our packages within reach."""
    system = f"/usr/bin/python3.{sys.version_info.minor}"
    for path in (sys.executable, system):
        if user.can("-x", Path(path)) and user.can("-r", Path(PACKAGES)):
            return path
    pytest.skip("checkout or Python are private to root: no other user can run them")


def execute(folders: Folders, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "exec", "--", *words],
        env=clean_environment(folders),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )


def test_exec_gives_the_command_its_addresses_and_hands_back_its_exit_code(
    folders: Folders,
) -> None:
    done = execute(folders, "sh", "-c", "echo $DATABASE_URL $REDIS_URL $EMAIL_PORT; exit 7")
    assert done.returncode == 7
    assert done.stdout.startswith("postgresql://portal_app:")
    assert " redis://:" in done.stdout


def test_exec_names_a_command_that_does_not_exist(folders: Folders) -> None:
    done = execute(folders, "no-such-command")
    assert done.returncode == 1
    assert "no-such-command: No such file" in done.stderr


def test_the_engines_stop_when_the_last_user_leaves(folders: Folders) -> None:
    first, second = Engines(folders, {}), Engines(folders, {})
    with first.in_use():
        with second.in_use():
            pass
        assert first.postgres.is_answering()
        assert first.others_work()
    assert first.postgres.pid() is None
    assert first.valkey.pid() is None
    assert first.mailbox.pid() is None


def test_a_killed_user_leaves_no_lock_behind(folders: Folders) -> None:
    child = subprocess.Popen(
        [*COMMAND, "exec", "--", "sh", "-c", "echo up; exec sleep 60"],
        env=clean_environment(folders), cwd=REPOSITORY, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == b"up\n"
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    engines = Engines(folders, {})
    assert not engines.others_work()
    assert engines.postgres.is_answering()
    with engines.in_use():
        pass
    assert engines.postgres.pid() is None


def test_outside_servers_are_used_instead(folders: Folders) -> None:
    outside = {
        "DATABASE_URL": "postgresql://somebody@db.example/portal",
        "REDIS_URL": "redis://broker.example:6379",
        "EMAIL_HOST": "mail.example",
    }
    engines = Engines(folders, outside)
    assert engines.wanted() == []
    child = engines.child_environment()
    assert {name: child[name] for name in outside} == outside


def test_addresses_inherited_from_a_surrounding_command_are_not_outside_servers(
    folders: Folders,
) -> None:
    inherited = {"DATABASE_URL": "postgresql://old", "PORTAL_EMBEDDED": "DATABASE_URL"}
    engines = Engines(folders, inherited)
    assert not engines.outside_database


def test_credentials_are_private_and_last(folders: Folders) -> None:
    first = Engines(folders, {}).credentials
    assert Engines(folders, {}).credentials == first
    assert (folders.run / "credentials.json").stat().st_mode & 0o777 == 0o600


def test_a_second_run_in_the_same_folder_says_where_the_first_is(folders: Folders) -> None:
    engines = Engines(folders, {})
    lock = FileLock(folders.run / "run.lock")
    lock.take()
    lock.write("4711 http://127.0.0.1:8000/")
    with pytest.raises(EngineError, match="already runs in this folder.*4711.*8000"):
        supervisor.run(engines)
    lock.release()


def test_a_port_in_use_is_named_with_a_way_out(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(EngineError, match=rf"Port {port} is in use(.|\n)*PORT=\d+ make run"):
            supervisor.run(Engines(folders, {}))


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(EngineError, match="is no port"):
        supervisor.run(Engines(folders, {}))


@pytest.mark.skipif(os.geteuid() != 0, reason="runs as an ordinary user already")
def test_an_ordinary_user_needs_no_other_user(folders: Folders) -> None:
    user = nobody()
    folders.var.mkdir()
    user.own(folders.var)
    done = subprocess.run(
        [python_of(user), *COMMAND[1:], "exec", "--",
         "sh", "-c", "id -un; stat -c %U $PORTAL_VAR/run/postgres/data"],
        env=clean_environment(folders, HOME=str(folders.var), PYTHONPATH=PACKAGES),
        cwd=REPOSITORY, capture_output=True, text=True, **user.run_as(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["nobody", "nobody"]
    shutil.rmtree(folders.var)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a folder of another user")
def test_a_folder_of_another_user_is_refused_with_advice(folders: Folders) -> None:
    user = nobody()
    folders.make()
    done = subprocess.run(
        [python_of(user), *COMMAND[1:], "exec", "--", "true"],
        env=clean_environment(folders, HOME="/nonexistent", PYTHONPATH=PACKAGES),
        cwd=REPOSITORY, capture_output=True, text=True, **user.run_as(),
    )  # fmt: skip
    assert done.returncode == 1
    assert "made by another user" in done.stderr
    assert "Traceback" not in done.stderr
