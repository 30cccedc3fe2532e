"""Which user the database server runs as, and what that user can reach.

PostgreSQL refuses to run as root. A root shell therefore hands it to an unprivileged user, who
must be able to reach the binaries and the data. A checkout in a private home is out of its
reach; then both go to a folder of their own, and the home stays as private as it was.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qingdao_portal.engines.errors import EngineError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class EngineUser:
    """A system user; ``switches`` is true when it is not the one running now."""

    name: str
    uid: int
    gid: int
    switches: bool

    def run_as(self) -> dict[str, Any]:
        """Arguments for ``subprocess`` that make the child run as this user."""
        if not self.switches:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give ``path`` to this user."""
        if self.switches:
            os.chown(path, self.uid, self.gid)

    def can(self, test: str, path: Path) -> bool:
        """Ask ``test -r`` (``-w``, ``-x``) as this user, so that every parent folder counts."""
        command = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
        return subprocess.run(command, cwd="/", **self.run_as()).returncode == 0


def choose_engine_user(data: Path) -> EngineUser:
    """The user that owns existing ``data``, else one fit to.

    Raises EngineError if the user id has no entry in the password database (initdb needs one)
    or if no unprivileged user is known to a root shell.
    """
    if os.geteuid() != 0:
        return _entry(os.geteuid(), switches=False)
    if data.exists() and data.stat().st_uid != 0:
        return _entry(data.stat().st_uid, switches=True)
    named = os.environ.get("PORTAL_ENGINE_USER")
    for name in (named,) if named else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return EngineUser(entry.pw_name, entry.pw_uid, entry.pw_gid, switches=True)
    raise EngineError(
        "PostgreSQL does not run as root, and no unprivileged user was found "
        f"({named or ' or '.join(CANDIDATES)}). Name an existing one in PORTAL_ENGINE_USER."
    )


def _entry(uid: int, *, switches: bool) -> EngineUser:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EngineError(
            f"User id {uid} has no name in /etc/passwd, and PostgreSQL needs one. "
            "Run as a user with an entry there."
        ) from None
    return EngineUser(entry.pw_name, entry.pw_uid, entry.pw_gid, switches)
