"""The embedded PostgreSQL: made, killed, mended."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psycopg2
import pytest

from qingdao_portal.engines.credentials import load_credentials
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.postgres import Postgres
from tests.qingdao_portal.portals import kill, temporary_folders

pytestmark = pytest.mark.engines


class Said(list[str]):
    """Collects what the engine tells the person at the keyboard."""

    def __str__(self) -> str:
        return "\n".join(self)


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def server(said: Said) -> Iterator[Postgres]:
    with temporary_folders() as folders:
        folders.make()
        yield Postgres(folders, load_credentials(folders.run), said.append)


def ask(server: Postgres, sql: str, role: str = "portal_owner") -> list[tuple[object, ...]]:
    connection = psycopg2.connect(server.url(role))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def test_committed_rows_survive_kill_9_of_the_server(server: Postgres) -> None:
    server.ensure_running()
    ask(server, "CREATE TABLE kept (number int)")
    ask(server, "INSERT INTO kept SELECT generate_series(1, 300)")
    kill(server.pid())
    assert not server.is_answering()
    server.ensure_running()
    assert ask(server, "SELECT count(*) FROM kept") == [(300,)]


def test_a_running_server_is_reused(server: Postgres) -> None:
    server.ensure_running()
    first = server.pid()
    server.ensure_running()
    assert server.pid() == first


def test_set_up_cut_short_after_initdb_is_begun_anew(server: Postgres, said: Said) -> None:
    server.ensure_running()
    kill(server.pid())
    server.place.marker.unlink()
    server.ensure_running()
    assert "cut short" in str(said)
    assert len(list(server.place.home.glob("data.half-made-*"))) == 1
    assert ask(server, "SELECT 1") == [(1,)]


def test_set_up_cut_short_within_initdb_is_begun_anew(server: Postgres, said: Said) -> None:
    server.place.data.mkdir()
    (server.place.data / "PG_VERSION").write_text("18\n")
    server.ensure_running()
    assert "cut short" in str(said)
    assert server.is_answering()


def test_a_data_folder_that_is_gone_is_made_anew(server: Postgres, said: Said) -> None:
    server.ensure_running()
    before = server.identity()
    server.stop()
    shutil.rmtree(server.place.data)
    server.ensure_running()
    assert "gone" in str(said)
    assert server.identity() != before


def test_a_lock_with_the_process_id_of_a_stranger_is_no_obstacle(server: Postgres) -> None:
    server.ensure_running()
    server.stop()
    lock = server.place.data / "postmaster.pid"
    lock.write_text(f"{os.getppid()}\n{server.place.data}\n1\n5432\n\n\n")
    server.place.user.own(lock)
    server.ensure_running()
    assert server.is_answering()


def test_data_of_another_version_are_refused_with_advice(server: Postgres) -> None:
    server.ensure_running()
    server.stop()
    (server.place.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(EngineError, match=r"PostgreSQL 17.*PostgreSQL 18"):
        server.ensure_running()


def test_lost_passwords_are_set_anew_and_the_data_stay(server: Postgres) -> None:
    server.ensure_running()
    ask(server, "CREATE TABLE kept (number int)")
    identity = server.identity()
    server.stop()
    run = server.place.home.parent
    (run / "credentials.json").unlink()
    again = Postgres(server._folders, load_credentials(run), print)
    again.ensure_running()
    assert ask(again, "SELECT count(*) FROM kept") == [(0,)]
    assert again.identity() == identity


def test_no_role_of_the_portal_is_a_superuser_and_the_app_role_bypasses_nothing(
    server: Postgres,
) -> None:
    server.ensure_running()
    rows = ask(
        server,
        "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin "
        "FROM pg_roles WHERE rolname LIKE 'portal%' ORDER BY 1",
    )
    assert rows == [
        ("portal_app", False, False, False, False, True),
        ("portal_backup", False, False, False, True, True),
        ("portal_owner", False, False, True, False, True),
        ("portal_search", False, False, False, True, False),
    ]


def test_credentials_of_an_earlier_version_are_kept_and_completed(tmp_path: Path) -> None:
    made = asdict(load_credentials(tmp_path))
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({k: v for k, v in made.items() if k != "backup_password"}))
    again = asdict(load_credentials(tmp_path))
    assert again.pop("backup_password") not in made.values()
    assert again == {name: value for name, value in made.items() if name != "backup_password"}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_wrong_password_is_refused(server: Postgres) -> None:
    server.ensure_running()
    url = server.url("portal_app").replace("portal_app:", "portal_app:wrong")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(url)


def test_only_the_server_s_own_user_enters_the_socket_folder(server: Postgres) -> None:
    server.ensure_running()
    for folder in (server.place.home, server.place.socket, server.place.data):
        assert folder.stat().st_mode & 0o077 == 0


def test_a_new_database_has_the_extensions_and_sees_chinese(server: Postgres) -> None:
    server.ensure_running()
    ask(server, "CREATE DATABASE another")
    url = server.url("portal_owner").replace("/portal?", "/another?")
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(show_trgm('海尔智家')), '海' ~ '\\w', lower('ÄÉ')")
            assert cursor.fetchone() == (5, True, "äé")
            cursor.execute("SELECT extname FROM pg_extension WHERE extname = 'btree_gist'")
            assert cursor.fetchone() == ("btree_gist",)
    finally:
        connection.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_checkout_private_to_root_stays_private_and_data_go_elsewhere(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = Path(tempfile.mkdtemp(prefix="portal-outside-"))
    outside.chmod(0o711)
    monkeypatch.setenv("PORTAL_ENGINE_HOME", str(outside))
    try:
        with temporary_folders(mode=0o700) as folders:
            folders.make()
            server = Postgres(folders, load_credentials(folders.run), said.append)
            server.ensure_running()
            assert server.place.home.parent == outside
            assert "private to root" in str(said)
            assert folders.var.parent.stat().st_mode & 0o777 == 0o700
            assert ask(server, "SELECT 1", "portal_app") == [(1,)]
            kept = server.place.home
            again = Postgres(folders, load_credentials(folders.run), said.append)
            assert again.place.home == kept
    finally:
        shutil.rmtree(outside)


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(said: Said) -> None:
    with temporary_folders() as folders:
        deep = type(folders)(var=folders.var / ("x" * 60) / ("y" * 40))
        deep.make()
        server = Postgres(deep, load_credentials(deep.run), said.append)
        try:
            server.ensure_running()
            assert len(str(server.place.socket)) < 90
            assert server.place.socket.stat().st_mode & 0o077 == 0
            assert ask(server, "SELECT 1") == [(1,)]
        finally:
            server.stop()
            shutil.rmtree(server.place.socket, ignore_errors=True)
