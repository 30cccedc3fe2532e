"""GB/T 4754-2017: the 20 sections and 97 divisions, and how they map to the size standards."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

# Groups (中类) of the divisions that the size standards split.
GROUPS = {
    "591": "装卸搬运", "592": "通用仓储", "593": "低温仓储", "594": "危险品仓储",
    "595": "谷物、棉花等农产品仓储", "596": "中药材仓储", "599": "其他仓储业",
    "701": "房地产开发经营", "702": "物业管理", "703": "房地产中介服务", "704": "房地产租赁经营",
    "709": "其他房地产业",
}  # fmt: skip

_FILE = Path(__file__).resolve().parent.parent / "data" / "gbt4754_2017.json"


class _Section(TypedDict):
    """A section (门类) of the file; `divisions` are names by their codes."""

    code: str
    name: str
    divisions: dict[str, str]


@lru_cache(maxsize=1)
def _sections() -> list[_Section]:
    return list(json.loads(_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def divisions() -> dict[str, str]:
    """Two-digit code -> Chinese name of each division (大类)."""
    return {code: name for section in _sections() for code, name in section["divisions"].items()}


@lru_cache(maxsize=1)
def section_of_division() -> dict[str, str]:
    """Two-digit code -> letter of its section (门类)."""
    return {code: section["code"] for section in _sections() for code in section["divisions"]}


def industry_name(code: str) -> str:
    """The name of a division, or of a group that is known, for a code of two or more digits.

    "" when the division is unknown.
    """
    return GROUPS.get(code[:3]) or divisions().get(code[:2], "")


def sections() -> list[tuple[str, str]]:
    """Letter and name of the 20 sections (门类)."""
    return [(section["code"], section["name"]) for section in _sections()]


def known_codes() -> dict[str, str]:
    """What an industry is chosen by: the letter of a section, the code of a division, or that of a
    known group; with its name behind it."""
    named = {letter: f"{letter} {name}" for letter, name in sections()}
    return named | {code: f"{code} {name}" for code, name in {**divisions(), **GROUPS}.items()}


def in_words(codes: Iterable[str]) -> str:
    """The industries as people read them: "14 食品制造业 或 15 …"."""
    return " 或 ".join(known_codes().get(code, code) for code in codes)


def is_of(code: str, industries: Iterable[str]) -> bool | None:
    """Whether the industry `code` lies in one of `industries`; None where no code is known."""
    section = section_of_division().get(code[:2])
    if section is None:
        return None
    return any(one == section or code.startswith(one) for one in industries)


def division_range(section: str) -> tuple[str, str] | None:
    """The lowest code of a section and the first beyond it: codes of a section lie together.

    None for an unknown letter.
    """
    codes = [code for code, letter in section_of_division().items() if letter == section]
    if not codes:
        return None
    return min(codes), f"{int(max(codes)) + 1:02d}"


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a select, grouped by section; divisions that the size standards split come
    as their groups."""
    return [
        (
            f"{section['code']} {section['name']}",
            [
                choice
                for code, name in section["divisions"].items()
                for choice in _choices(code, name)
            ],
        )
        for section in _sections()
    ]


def _choices(code: str, name: str) -> list[tuple[str, str]]:
    groups = [(group, f"{group} {label}") for group, label in GROUPS.items() if group[:2] == code]
    return groups or [(code, f"{code} {name}")]
