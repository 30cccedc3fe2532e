"""A backup is restored on a server that never knew the portal, which then goes on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.tenancy import system_scope
from audit.models import TrailEntry
from audit.trail import broken_seals, seal_trail
from qingdao_portal.engines import backup
from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import REPOSITORY, Folders
from tests.qingdao_portal.portals import clean_environment, temporary_folders

pytestmark = pytest.mark.engines
# On the restored portal: change a row, seal, verify, and compare the numbers.
GO_ON = """
import json
from accounts.models import Organisation
from accounts.tenancy import system_scope
from audit.models import TrailEntry, TransactionEra
from audit.transactions import present_snapshot, snapshot_text
from audit.trail import broken_seals, seal_trail
from django.db import connection

with system_scope(reason="test"):
    before = TrailEntry.objects.order_by("-xid").first().xid
    Organisation.objects.filter(kind="platform").update(name="新名称")
with system_scope(reason="test"):
    seal = seal_trail()
with system_scope(reason="test"), connection.cursor() as cursor:
    cursor.execute("SELECT pg_visible_in_snapshot(%s::text::xid8, %s::pg_snapshot)",
                   [before, snapshot_text()])
    print(json.dumps({
        "eras": TransactionEra.objects.count(),
        "sealed": seal.entry_count,
        "broken": len(broken_seals()),
        "grows": TrailEntry.objects.order_by("-id").first().xid > before,
        "sees_earlier": cursor.fetchone()[0],
    }))
"""


@pytest.fixture
def folders() -> Iterator[Folders]:
    with temporary_folders() as folders:
        folders.make()
        yield folders


def url_for(role: str) -> str:
    """The database of this test, for a role."""
    url = Engines(Folders.from_environment(), environment={}).postgres.url(role)
    return url.replace("/portal?", f"/{connection.settings_dict['NAME']}?")


def in_portal(folders: Folders, *words: str) -> str:
    """The last line that a command of the portal in `folders` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "qingdao_portal.engines", "exec", "--", sys.executable, *words],
        cwd=REPOSITORY, env=clean_environment(folders), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture
def made(transactional_db: None, as_actor: object, tmp_path: Path) -> Path:
    """A backup of a database with people, an older seal, and changes since, whose server has
    counted further than a new one has."""
    with closing(psycopg2.connect(url_for("portal_app"))) as line:
        line.autocommit = True
        with line.cursor() as cursor:
            for _ in range(3000):
                cursor.execute("SELECT pg_current_xact_id()")
    as_actor(Duty.CITY_OFFICER)
    with system_scope(reason="test"):
        seal_trail()
    as_actor(Duty.ENTERPRISE_STAFF)
    folder = tmp_path / "backup"
    folder.mkdir()
    backup.dump(url_for("portal_backup"), folder / backup.DUMP)
    (folder / backup.NOTE).write_text("{}")
    (folder / backup.MEDIA).mkdir()
    (folder / backup.MEDIA / "licence.pdf").write_bytes(b"%PDF")
    return folder


def test_restored_portal_seals_on_and_its_seals_hold(made: Path, folders: Folders) -> None:
    with system_scope(reason="test"):
        entries = TrailEntry.objects.count()
        assert broken_seals() == []
    engines = Engines(folders, environment={})
    backup.restore(engines, made)
    assert (folders.var / "media" / "licence.pdf").read_bytes() == b"%PDF"
    found = json.loads(in_portal(folders, "manage.py", "shell", "-v", "0", "-c", GO_ON))
    assert found.pop("sealed") <= entries + 1
    assert found == {"eras": 1, "broken": 0, "grows": True, "sees_earlier": True}


def test_roles_under_the_wall_dump_nothing_by_halves(
    transactional_db: None, tmp_path: Path
) -> None:
    """The application's role and the owner see what their scope lets them: pg_dump refuses."""
    for role in ("portal_app", "portal_owner"):
        with pytest.raises(EngineError, match="row-level security"):
            backup.dump(url_for(role), tmp_path / "part")


def test_role_that_dumps_changes_nothing(transactional_db: None) -> None:
    with psycopg2.connect(url_for("portal_backup")) as line, line.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_organisation")
        assert cursor.fetchone()[0] > 0
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("DELETE FROM accounts_organisation")


def test_folder_without_a_whole_backup_is_refused_before_anything_goes(
    folders: Folders, tmp_path: Path
) -> None:
    with pytest.raises(EngineError, match="no whole backup"):
        backup.restore(Engines(folders, environment={}), tmp_path)
