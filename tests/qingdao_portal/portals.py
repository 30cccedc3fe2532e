"""Portals of their own for the tests that start, kill and mend engines."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qingdao_portal.engines import processes
from qingdao_portal.engines.environment import Engines
from qingdao_portal.engines.folders import Folders
from qingdao_portal.engines.postgres_place import known_home

# What a surrounding `engines exec` put there would lead to its engines instead.
OUTER_NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_HOST", "EMAIL_PORT",
               "SECRET_KEY", "PORTAL_EMBEDDED")  # fmt: skip


def clean_environment(folders: Folders, **more: str) -> dict[str, str]:
    """The environment of somebody who just opened a terminal, for the portal in ``folders``."""
    kept = {name: value for name, value in os.environ.items() if name not in OUTER_NAMES}
    return {**kept, "PORTAL_VAR": str(folders.var), "PORTAL_FAST_ENGINES": "1", **more}


@contextmanager
def temporary_folders(*, mode: int = 0o755) -> Iterator[Folders]:
    """A fresh base folder with a short path; everything in it goes afterwards."""
    base = Path(tempfile.mkdtemp(prefix="portal-"))
    base.chmod(mode)
    folders = Folders(var=base / "var")
    try:
        yield folders
    finally:
        home = known_home(folders)
        Engines(folders, environment={}).stop()
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(base)


def kill(pid: int | None) -> None:
    """kill -9, and wait until the process is gone or a zombie."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until(lambda: not processes.is_alive(pid), 10)
