"""A mail server on loopback that keeps every mail as a file and sends none on.

It speaks real SMTP, so that a local portal sends its mail as production does.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from qingdao_portal.engines import processes
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import REPOSITORY, Folders
from qingdao_portal.engines.ports import choose_port, is_free

_LONGEST_MAIL = 32 * 1024 * 1024


@dataclass(frozen=True)
class StoredMessage:
    """A mail as it arrived; ``recipients`` are those of the envelope, hidden ones included."""

    path: Path
    recipients: tuple[str, ...]
    sender: str
    subject: str
    body: str
    message: EmailMessage


def list_messages(folder: Path | None = None, to: str | None = None) -> list[StoredMessage]:
    """Every stored mail, oldest first; with ``to``, only those to that address.

    ``folder`` is the current portal's mail folder unless given.
    """
    folder = folder or Folders.from_environment().mail
    messages = [_read(path) for path in sorted(folder.glob("*.eml"))]
    return [one for one in messages if to is None or to in one.recipients]


def _read(path: Path) -> StoredMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain = message.get_body(preferencelist=("plain", "html"))
    return StoredMessage(
        path=path,
        recipients=tuple(str(value) for value in message.get_all("X-Envelope-To", [])),
        sender=str(message.get("From", "")),
        subject=str(message.get("Subject", "")),
        body=str(plain.get_content()) if plain else "",
        message=message,
    )


class _Keeper:
    """Writes each accepted mail whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        body = content.encode() if isinstance(content, str) else content
        head = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
        draft = self._folder / f".{name}.new"
        draft.write_bytes(head.encode() + body)
        draft.rename(self._folder / f"{name}.eml")
        return "250 Message accepted for delivery"


def serve(folders: Folders, port: int) -> None:
    """Listen on loopback until told to stop. Blocks."""

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stopped.set)
        server = await loop.create_server(
            lambda: SMTP(
                _Keeper(folders.mail),
                hostname="localhost",
                data_size_limit=_LONGEST_MAIL,
                enable_SMTPUTF8=True,
            ),
            "127.0.0.1",
            port,
        )
        await stopped.wait()
        server.close()

    asyncio.run(listen())


class Mailbox:
    """The mail server as an engine: a process of its own in one portal's run folder."""

    name = "mailbox"

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._home = folders.run / "mailbox"

    @property
    def port(self) -> int:
        """The port it listens on; 0 before the first start."""
        try:
            return int((self._home / "port").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def is_answering(self) -> bool:
        """True if our process lives and listens."""
        return self.pid() is not None and bool(self.port) and not is_free(self.port)

    def ensure_running(self) -> None:
        """Start it if it does not answer. Raises EngineError with its log if it does not come."""
        if self.is_answering():
            return
        self.stop()
        self._home.mkdir(mode=0o700, exist_ok=True)
        port = choose_port(self.port or None)
        (self._home / "port").write_text(str(port))
        log = self._folders.logs / "mailbox.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "qingdao_portal.engines", "mailbox", str(port)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self._home,
                env={
                    **os.environ,
                    "PORTAL_VAR": str(self._folders.var),
                    "PYTHONPATH": os.pathsep.join(
                        filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH")))
                    ),
                },
                start_new_session=True,
            )
        (self._home / "pid").write_text(str(process.pid))
        if not processes.wait_until(self.is_answering, 15):
            raise EngineError(f"The mailbox did not start:\n{processes.tail(log)}")

    def stop(self) -> None:
        """Stop it; nothing if it does not run."""
        pid = self.pid()
        if pid is not None:
            processes.stop(pid, seconds=3)

    def pid(self) -> int | None:
        """Process id of the running server, if it runs."""
        try:
            pid = int((self._home / "pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if processes.works_in(pid, self._home) else None
