"""GB/T 4754-2017: the 20 sections and 97 divisions, and how they map to the size standards."""

import json
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "data" / "gbt4754_2017.json"


@lru_cache(maxsize=1)
def _sections() -> list[dict[str, object]]:
    return list(json.loads(_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def divisions() -> dict[str, str]:
    """Two-digit code -> Chinese name of each division (大类)."""
    return {
        code: name
        for section in _sections()
        for code, name in dict(section["divisions"]).items()  # type: ignore[call-overload]
    }


@lru_cache(maxsize=1)
def section_of_division() -> dict[str, str]:
    """Two-digit code -> letter of its section (门类)."""
    return {
        code: str(section["code"])
        for section in _sections()
        for code in dict(section["divisions"])  # type: ignore[call-overload]
    }


def industry_name(code: str) -> str:
    """The division's name for a code of two or more digits; "" when it is unknown."""
    return divisions().get(code[:2], "")


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a select, grouped by section."""
    return [
        (
            f"{section['code']} {section['name']}",
            [(code, f"{code} {name}") for code, name in dict(section["divisions"]).items()],  # type: ignore[call-overload]
        )
        for section in _sections()
    ]
