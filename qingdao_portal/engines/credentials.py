"""Passwords and keys of a local portal: random, made once, readable by their owner alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True)
class Credentials:
    """What the engines and the settings share."""

    owner_password: str
    app_password: str
    broker_password: str
    secret_key: str


def load_credentials(run: Path) -> Credentials:
    """Read ``credentials.json`` of a run folder, or make it (mode 0600)."""
    path = run / "credentials.json"
    names = [field.name for field in fields(Credentials)]
    try:
        stored = json.loads(path.read_text())
        return Credentials(**{name: str(stored[name]) for name in names})
    except (FileNotFoundError, KeyError, ValueError):
        made = Credentials(**{name: secrets.token_urlsafe(40) for name in names})
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(made), file)
    draft.replace(path)
    return made
