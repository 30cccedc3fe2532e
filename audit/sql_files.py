"""SQL that migrations read from files beside the code."""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def sql(name: str) -> str:
    """The text of an SQL file of this app."""
    return (HERE / name).read_text(encoding="utf-8")
