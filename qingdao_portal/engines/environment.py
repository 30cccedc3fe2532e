"""What processes of the portal find in their environment, and the engines behind it.

Engines of one run folder are shared by all commands that need them: each holds a shared lock
while it works, and the last one out stops them. A killed command lets its lock go.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from qingdao_portal.engines.credentials import Credentials, load_credentials
from qingdao_portal.engines.folders import Folders
from qingdao_portal.engines.locks import FileLock, exclusive
from qingdao_portal.engines.mailbox import Mailbox
from qingdao_portal.engines.postgres import Postgres
from qingdao_portal.engines.valkey import Valkey

# Set for children. Their DATABASE_URL then names an engine of ours, not an outside server.
EMBEDDED = "PORTAL_EMBEDDED"
_OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_HOST", "EMAIL_PORT")


class Engine(Protocol):
    """What the supervisor asks of a server."""

    name: str

    def pid(self) -> int | None: ...
    def is_answering(self) -> bool: ...
    def ensure_running(self) -> None: ...
    def stop(self) -> None: ...


class Engines:
    """The servers of one portal, less those that the environment names outside."""

    def __init__(
        self,
        folders: Folders,
        environment: Mapping[str, str] | None = None,
        say: Callable[[str], None] = print,
    ) -> None:
        folders.make()
        self.folders = folders
        given = dict(os.environ if environment is None else environment)
        inherited = given.pop(EMBEDDED, "").split(",")
        for name in inherited:
            given.pop(name, None)
        self._given = given
        with exclusive(folders.run / "credentials.lock"):
            self.credentials: Credentials = load_credentials(folders.run)
        self.postgres = Postgres(folders, self.credentials, say)
        self.valkey = Valkey(folders, self.credentials)
        self.mailbox = Mailbox(folders)

    @property
    def outside_database(self) -> bool:
        return bool(self._given.get("DATABASE_URL"))

    def wanted(self) -> list[Engine]:
        """The engines to run here."""
        engines: list[Engine] = []
        if not self.outside_database:
            engines.append(self.postgres)
        if not self._given.get("REDIS_URL"):
            engines.append(self.valkey)
        if not self._given.get("EMAIL_HOST"):
            engines.append(self.mailbox)
        return engines

    def ensure_running(self) -> None:
        """Bring every wanted engine up. Raises EngineError with the reason if one stays down."""
        with exclusive(self.folders.run / "start.lock"):
            for engine in self.wanted():
                engine.ensure_running()

    def stop(self) -> None:
        """Stop every engine of this folder, also those that outside servers replace now."""
        with exclusive(self.folders.run / "start.lock"):
            for engine in (self.mailbox, self.valkey, self.postgres):
                engine.stop()

    def variables(self) -> dict[str, str]:
        """The variables that lead to the running engines, and the portal's secret key."""
        found: dict[str, str] = {"PORTAL_VAR": str(self.folders.var)}
        if not self.outside_database:
            found["DATABASE_URL"] = self.postgres.url("portal_app")
            found["DATABASE_OWNER_URL"] = self.postgres.url("portal_owner")
        if not self._given.get("REDIS_URL"):
            found["REDIS_URL"] = self.valkey.url
        if not self._given.get("EMAIL_HOST"):
            found["EMAIL_HOST"] = "127.0.0.1"
            found["EMAIL_PORT"] = str(self.mailbox.port)
        if not self._given.get("SECRET_KEY"):
            found["SECRET_KEY"] = self.credentials.secret_key
        found[EMBEDDED] = ",".join(name for name in (*_OURS, "SECRET_KEY") if name in found)
        return found

    def child_environment(self) -> dict[str, str]:
        """The whole environment for a process of the portal."""
        return {**self._given, **self.variables()}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Hold the engines up for the block; the last user stops them on leaving.

        After the ``start`` command they stay up until ``stop``.
        """
        users = FileLock(self.folders.run / "users.lock")
        users.take(shared=True)
        try:
            self.ensure_running()
            yield
        finally:
            if users.take(wait=False) and not self.kept_up():
                self.stop()
            users.release()

    def others_work(self) -> bool:
        """True if another command uses the engines now."""
        users = FileLock(self.folders.run / "users.lock")
        try:
            return not users.take(wait=False)
        finally:
            users.release()

    def kept_up(self) -> bool:
        return (self.folders.run / "keep").exists()

    def keep_up(self, keep: bool) -> None:
        """Remember whether the engines outlive the commands that use them."""
        flag = self.folders.run / "keep"
        if keep:
            flag.touch()
        else:
            flag.unlink(missing_ok=True)
