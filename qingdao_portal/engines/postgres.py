"""The embedded PostgreSQL server: made, started, mended and stopped.

The server listens on a Unix socket in a private folder only. Its superuser has no password and
is open to one system user (peer); the roles of the portal have random passwords (scram).
"""

import json
import locale
import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

from qingdao_portal.engines import processes
from qingdao_portal.engines.credentials import Credentials
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import Folders
from qingdao_portal.engines.postgres_place import Place, settle

DATABASE = "portal"
_SUPERUSER = "postgres"
_ROLES = Path(__file__).with_name("roles.sql")
_SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
port = 5432
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
"""
# For test suites: survives a killed process, not a power cut.
_FAST_SETTINGS = """\
fsync = off
full_page_writes = off
"""
_ACCESS = """\
local all {superuser} peer map=engine
local all all scram-sha-256
"""


def _utf8_locale() -> str:
    """The name by which this system's C library knows plain UTF-8."""
    kept = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "UTF-8", "en_US.UTF-8"):
            try:
                return locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
    finally:
        locale.setlocale(locale.LC_CTYPE, kept)
    raise EngineError("This system has no UTF-8 locale (C.UTF-8): install one and try again.")


def _is_fast() -> bool:
    return os.environ.get("PORTAL_FAST_ENGINES") == "1"


class Postgres:
    """One server in one portal's run folder."""

    name = "PostgreSQL"

    def __init__(
        self, folders: Folders, credentials: Credentials, say: Callable[[str], None] = print
    ) -> None:
        self._folders = folders
        self._credentials = credentials
        self._say = say
        self._settled: Place | None = None

    @property
    def place(self) -> Place:
        if self._settled is None:
            self._settled = settle(self._folders, self._say)
        return self._settled

    def url(self, role: str) -> str:
        """libpq and Django URL of the database for one of the portal's roles."""
        passwords = {
            "portal_owner": self._credentials.owner_password,
            "portal_app": self._credentials.app_password,
            "portal_backup": self._credentials.backup_password,
        }
        where = urlencode({"host": str(self.place.socket)}, quote_via=quote, safe="/")
        return f"postgresql://{role}:{quote(passwords[role], safe='')}@/{DATABASE}?{where}"

    def identity(self) -> str:
        """A name of this very data folder; a new one has another."""
        return str(json.loads(self.place.marker.read_text())["identity"])

    def is_answering(self) -> bool:
        """True if a real connection was made: a process id or a lock file proves nothing."""
        if not (self.place.data / "PG_VERSION").exists():
            return False
        asked = self._psql("SELECT 1", timeout=5)
        return asked is not None and asked.returncode == 0

    def ensure_running(self) -> None:
        """Start the server, making or mending its data folder first; nothing if it answers.

        Raises EngineError with the end of the server's log if it does not come up.
        """
        if self.is_answering() and self.place.marker.exists():
            return
        if not self.place.marker.exists():
            self._set_half_made_aside()
            self._initialise()
        elif not (self.place.data / "PG_VERSION").exists():
            self._say("The database folder is gone: a new one is made.")
            self.place.marker.unlink()
            self._set_half_made_aside()
            self._initialise()
        self._check_version()
        self._configure()
        self._start()
        if not self._is_complete():
            self._create_roles()

    def stop(self) -> None:
        """Stop the server, disconnecting its clients; nothing if it does not run."""
        pid = self._postmaster()
        if pid is None or not processes.works_in(pid, self.place.data):
            return
        self._run("pg_ctl", "-D", str(self.place.data), "-m", "fast", "-w", "-t", "30", "stop")
        if processes.is_alive(pid):
            processes.stop(pid)

    def recreate_database(self) -> None:
        """Drop the database of the portal with all that is in it and make it again, empty."""
        dropped = self._psql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", timeout=60)
        if dropped is None or dropped.returncode:
            raise EngineError(
                f"The database could not be dropped: {dropped.stderr if dropped else 'timeout'}"
            )
        self._create_roles()

    def has_tables(self) -> bool:
        """True if the portal's database holds any table."""
        found = self._psql(
            f"\\connect {DATABASE}\nSELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
            timeout=30,
        )
        return found is None or found.returncode != 0 or found.stdout.strip() != "0"

    def pid(self) -> int | None:
        """Process id of the running server, if it runs."""
        pid = self._postmaster()
        return pid if pid is not None and processes.works_in(pid, self.place.data) else None

    # Making

    def _set_half_made_aside(self) -> None:
        data = self.place.data
        if not data.exists():
            return
        self.stop()
        aside = data.with_name(f"data.half-made-{time.strftime('%Y%m%d-%H%M%S')}")
        for earlier in data.parent.glob("data.half-made-*"):
            shutil.rmtree(earlier, ignore_errors=True)
        data.rename(aside)
        self._say(
            f"The set-up of the database was cut short earlier. What it left was moved to {aside}, "
            "and a new database is made."
        )

    def _initialise(self) -> None:
        # The builtin provider gives the same order on every machine; without it initdb copies the
        # locale of whoever calls. Trigrams ask the C library's LC_CTYPE, so that is UTF-8 too:
        # with "C" they are blind to Chinese.
        made = self._run(
            "initdb", "-D", str(self.place.data), "-U", _SUPERUSER, "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            f"--lc-ctype={_utf8_locale()}",
            "--auth-local=peer", "--auth-host=reject",
            *(["--no-sync"] if _is_fast() else []),
        )  # fmt: skip
        if made.returncode:
            raise EngineError(f"initdb failed:\n{made.stdout}\n{made.stderr}")

    def _configure(self) -> None:
        data = self.place.data
        main = data / "postgresql.conf"
        line = "include_if_exists = 'portal.conf'\n"
        if line not in main.read_text():
            with main.open("a") as file:
                file.write(line)
        settings = _SETTINGS.format(socket=self.place.socket)
        if _is_fast():
            settings += _FAST_SETTINGS
        self._write(data / "portal.conf", settings)
        self._write(data / "pg_hba.conf", _ACCESS.format(superuser=_SUPERUSER))
        self._write(data / "pg_ident.conf", f'engine "{self.place.user.name}" {_SUPERUSER}\n')

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text)
        self.place.user.own(path)

    def _is_complete(self) -> bool:
        """True if roles and database were made from today's roles.sql and passwords."""
        try:
            stored = json.loads(self.place.marker.read_text())
        except (FileNotFoundError, ValueError):
            return False
        return bool(stored.get("made_from") == self._recipe())

    def _recipe(self) -> str:
        # A password itself never goes into the marker.
        words = (
            _ROLES.read_text(),
            self._credentials.owner_password,
            self._credentials.backup_password,
        )
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(words)))

    def _create_roles(self) -> None:
        done = self._psql(
            _ROLES.read_text(),
            timeout=120,
            PORTAL_OWNER_PASSWORD=self._credentials.owner_password,
            PORTAL_APP_PASSWORD=self._credentials.app_password,
            PORTAL_BACKUP_PASSWORD=self._credentials.backup_password,
        )
        if done is None or done.returncode:
            raise EngineError(f"Roles were not made: {done.stderr if done else 'no answer'}")
        try:
            identity = self.identity()
        except (FileNotFoundError, ValueError):
            identity = str(uuid.uuid4())
        draft = self.place.marker.with_suffix(".new")
        draft.write_text(json.dumps({"identity": identity, "made_from": self._recipe()}))
        draft.replace(self.place.marker)

    def _check_version(self) -> None:
        have = (self.place.data / "PG_VERSION").read_text().strip()
        answer = self._run("postgres", "--version").stdout
        serves = answer.split()[2].split(".")[0]
        if have != serves:
            raise EngineError(
                f"The data in {self.place.data} were written by PostgreSQL {have}; the binaries "
                f"are PostgreSQL {serves}. Dump with the old version (pg_dumpall), or remove the "
                "folder to begin with a new database."
            )

    # Starting

    def _start(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            self._clear_stale_lock()
            started = self._run(
                "pg_ctl", "-D", str(self.place.data), "-w", "-t", "60",
                "-l", str(self.place.log), "start",
            )  # fmt: skip
            if processes.wait_until(self.is_answering, 5 if started.returncode == 0 else 0.2):
                return
            # Backends of a killed server take a moment to notice and to let its memory go.
            if time.monotonic() > deadline:
                raise EngineError(
                    f"PostgreSQL did not start. The end of {self.place.log}:\n"
                    f"{processes.tail(self.place.log)}\n"
                    "If the data are not needed, `make clean` removes them."
                )
            time.sleep(0.3)

    def _postmaster(self) -> int | None:
        try:
            return int((self.place.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None

    def _clear_stale_lock(self) -> None:
        """Remove the lock of a server that was killed, once nothing of that server lives.

        PostgreSQL takes a zombie, or a stranger that got the same process id, for a running
        server. The lock file also guards against the killed server's own backends, so it goes
        only after they have.
        """
        lock = self.place.data / "postmaster.pid"
        pid = self._postmaster()
        if pid is None:
            lock.unlink(missing_ok=True)
            return
        if processes.works_in(pid, self.place.data):
            return
        if processes.wait_until(lambda: not processes.any_works_in(self.place.data), 10):
            lock.unlink(missing_ok=True)
            for left in self.place.socket.glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)

    # Calling the binaries

    def _environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.place.home),
            "LC_ALL": "C",
            "TZ": "UTC",
            **more,
        }

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # No pipe may be left open by the server that pg_ctl leaves behind: files, not pipes.
        return subprocess.run(
            [str(self.place.binaries / program), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.place.home,
            env=self._environment(),
            **self.place.user.run_as(),
        )

    def _psql(
        self, script: str, *, timeout: float, **environment: str
    ) -> subprocess.CompletedProcess[str] | None:
        """Run SQL as the superuser; None if there was no answer in time."""
        command = [str(self.place.binaries / "psql"), "-X", "-q", "-A", "-t", "-w"]
        where = ["-h", str(self.place.socket), "-U", _SUPERUSER, "-d", "postgres"]
        try:
            return subprocess.run(
                [*command, *where, "-v", "ON_ERROR_STOP=1", "-f", "-"],
                input=script,
                capture_output=True,
                text=True,
                timeout=timeout,
                cwd=self.place.home,
                env=self._environment(PGCONNECT_TIMEOUT="5", **environment),
                **self.place.user.run_as(),
            )
        except subprocess.TimeoutExpired:
            return None
