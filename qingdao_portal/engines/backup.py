"""Backup and restore of a portal: its database as a dump, and the files that lie beside it."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from qingdao_portal.engines.demo import DemoCity
from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import REPOSITORY
from qingdao_portal.engines.postgres_place import bundled_binaries

DUMP, MEDIA, NOTE = "database.dump", "media", "backup.json"
# docker-compose.yml says the same to the same programs. The extensions are there beforehand, and
# nobody but a superuser may comment on them.
DUMPING = ("pg_dump", "--format=custom", "--no-comments")
RESTORING = ("pg_restore", "--exit-on-error", "--single-transaction")


def back_up(engines: Engines, folder: Path | None = None) -> Path:
    """Write a backup into a new folder, also while the portal runs; gives the folder.

    The files are copied after the database: one too many does no harm, a missing one does.
    """
    folder = folder or engines.folders.var / "backup" / time.strftime("%Y%m%d-%H%M%S")
    draft = folder.with_name(f"{folder.name}.part")
    draft.mkdir(mode=0o700, parents=True)
    with engines.in_use():
        dump(_url(engines, "DATABASE_BACKUP_URL", "portal_backup"), draft / DUMP)
    media = engines.folders.var / MEDIA
    if media.is_dir():
        shutil.copytree(media, draft / MEDIA)
    (draft / NOTE).write_text(json.dumps({"made_at": time.strftime("%Y-%m-%dT%H:%M:%S%z")}))
    draft.rename(folder)
    return folder


def restore(engines: Engines, folder: Path) -> None:
    """Put a backup in the place of all data: database and files. Queue and cache are emptied, but
    not those of an outside server.

    Raises EngineError for a folder that holds no whole backup, and for an outside database that
    is not empty.
    """
    if not (folder / NOTE).exists() or not (folder / DUMP).exists():
        raise EngineError(f"{folder} holds no whole backup (backup.json and database.dump).")
    with engines.in_use():
        if not engines.outside_database:
            engines.postgres.recreate_database()
        load(_url(engines, "DATABASE_OWNER_URL", "portal_owner"), folder / DUMP)
        if engines.valkey in engines.wanted():
            engines.valkey.clear()
        _replace(engines.folders.var / MEDIA, folder / MEDIA)
        DemoCity(engines).leave_out()
        # Brings an older backup up to date, and begins a new era of transaction numbers.
        _run([sys.executable, "manage.py", "migrate", "--database=owner", "--no-input"],
             environment=engines.child_environment())  # fmt: skip


def dump(url: str, file: Path) -> None:
    """Dump the database at `url`, as a role that row policies hide nothing from."""
    with file.open("wb") as output:
        _run([*_program(DUMPING), "--dbname", url], stdout=output)


def load(url: str, file: Path) -> None:
    """Load a dump into the empty database at `url`, as the owner of its tables."""
    with file.open("rb") as content:
        _run([*_program(RESTORING), "--dbname", url], stdin=content)


def _program(words: tuple[str, ...]) -> list[str]:
    return [str(bundled_binaries() / words[0]), *words[1:]]


def _run(
    command: list[str], *, environment: dict[str, str] | None = None, stdin: object = None,
    stdout: object = None,
) -> None:  # fmt: skip
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment or dict(os.environ), text=True,
        stdin=stdin or subprocess.DEVNULL, stdout=stdout or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # type: ignore[call-overload]  # fmt: skip
    if done.returncode:
        raise EngineError(f"{Path(command[0]).name} failed:\n{done.stderr[-2000:]}")


def _url(engines: Engines, name: str, role: str) -> str:
    if not engines.outside_database:
        return engines.postgres.url(role)
    if url := os.environ.get(name):
        return url
    raise EngineError(f"{name} is needed: the outside database for the role {role}.")


def _replace(present: Path, kept: Path) -> None:
    """Put the kept files in the place of the present ones, which are moved aside."""
    if present.exists():
        present.rename(present.with_name(f"{present.name}.before-{time.strftime('%Y%m%d-%H%M%S')}"))
    if kept.is_dir():
        shutil.copytree(kept, present)
