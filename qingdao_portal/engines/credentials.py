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
    backup_password: str
    broker_password: str
    secret_key: str


def load_credentials(run: Path) -> Credentials:
    """Read ``credentials.json`` of a run folder, or make what it lacks (mode 0600)."""
    path = run / "credentials.json"
    names = [field.name for field in fields(Credentials)]
    try:
        stored = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        stored = {}
    made = Credentials(
        **{name: str(stored.get(name) or secrets.token_urlsafe(40)) for name in names}
    )
    if asdict(made) == stored:
        return made
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(made), file)
    draft.replace(path)
    return made
