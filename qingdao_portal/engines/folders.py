"""Where a checkout keeps everything that a run leaves behind."""

import os
from dataclasses import dataclass
from pathlib import Path

from qingdao_portal.engines.errors import EngineError

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Folders:
    """The folders below one base, ``<checkout>/var`` unless ``PORTAL_VAR`` names another.

    Two bases are two independent portals: each has its own database, broker and mailbox.
    """

    var: Path

    @classmethod
    def from_environment(cls) -> "Folders":
        """Read ``PORTAL_VAR``; a relative path counts from the checkout."""
        return cls(var=(REPOSITORY / os.environ.get("PORTAL_VAR", "var")).resolve())

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def logs(self) -> Path:
        return self.run / "logs"

    @property
    def mail(self) -> Path:
        return self.var / "mail"

    @property
    def node(self) -> Path:
        # Packages do not differ between two portals of one checkout, so they are shared.
        return REPOSITORY / "var" / "node"

    @property
    def vendor(self) -> Path:
        return REPOSITORY / "var" / "vendor"

    @property
    def fonts(self) -> Path:
        return REPOSITORY / "var" / "fonts"

    @property
    def locale(self) -> Path:
        return REPOSITORY / "var" / "locale"

    def make(self) -> None:
        """Create the folders. Raises EngineError if another user owns them."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            self.run.mkdir(exist_ok=True)
            # Passable but not listable: the database server may run as another user.
            if self.run.stat().st_uid == os.geteuid():
                self.run.chmod(0o711)
            for folder in (self.logs, self.mail):
                folder.mkdir(mode=0o700, exist_ok=True)
            (self.run / ".writable").write_bytes(b"")
        except PermissionError as refusal:
            raise EngineError(
                f"{self.var} cannot be written by this user ({refusal.strerror}: "
                f"{refusal.filename}). It was probably made by another user: run as that user, "
                "remove the folder, or set PORTAL_VAR to a folder of your own."
            ) from refusal
