"""A paper as it is printed: made from its data, its own title and its remarks, and from nothing
else, so that the same paper gives the same bytes at any time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pages.paper_sections import Form
from reports.models import Paper
from reports.papers.numbers import printed
from reports.signed import signed

REMARK = "编者说明："


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A numbered table with its cells as they are printed. `numeric` tells which columns stand on
    the right; `shares` are the columns' parts of the width."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    shares: tuple[int, ...]
    total: bool
    source: str


@dataclass(frozen=True, slots=True)
class PrintedBars:
    """A numbered picture: (label, value, value in words, marked)."""

    caption: str
    bars: tuple[tuple[str, int, str, bool], ...]
    source: str


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    title: str
    paragraphs: tuple[str, ...]
    remark: str
    items: tuple[PrintedTable | PrintedBars, ...]


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """All that stands on the pages of a paper; `dated` is a local day."""

    name: str
    masthead: str
    issue: str
    issuer: str
    dated: date
    title: tuple[str, ...]
    headings: tuple[PrintedHeading, ...]

    @property
    def dated_in_words(self) -> str:
        return f"{self.dated.year}年{self.dated.month}月{self.dated.day}日"


def document_of(paper: Paper) -> PaperDocument:
    """The paper as it stands."""
    return printed_document(
        paper.data,
        name=f"{paper.data['masthead']}{paper.year}年第{paper.number}期",
        issue=f"第 {paper.number} 期",
        dated=paper.dated,
        own_title=paper.own_title,
        remarks=paper.remarks,
    )


def printed_document(
    data: Mapping[str, Any],
    *,
    name: str,
    issue: str,
    dated: date,
    own_title: str = "",
    remarks: Mapping[str, str] | None = None,
) -> PaperDocument:
    """A document of composed data."""
    remarks = remarks or {}
    return PaperDocument(
        name=name,
        masthead=data["masthead"],
        issue=issue,
        issuer=data["issuer"],
        dated=dated,
        title=(own_title,) if own_title else tuple(data["title"]),
        headings=tuple(
            PrintedHeading(
                one["title"],
                tuple(one["paragraphs"]),
                f"{REMARK}{remarks[one['key']]}" if remarks.get(one["key"]) else "",
                tuple(_item(item) for item in one["items"]),
            )
            for one in data["headings"]
        ),
    )


def _item(item: Mapping[str, Any]) -> PrintedTable | PrintedBars:
    if item["what"] == "bars":
        bars = [(bar["label"], bar["value"], bar["marked"]) for bar in item["bars"]]
        return PrintedBars(
            f"图 {item['number']}　{item['title']}",
            tuple((label, value, signed(value), marked) for label, value, marked in bars),
            f"{item['source']}{item['note']}",
        )
    columns = item["columns"]
    return PrintedTable(
        f"表 {item['number']}　{item['title']}",
        tuple(one["heading"] for one in columns),
        tuple(
            tuple(printed(cell, one["form"]) for cell, one in zip(row, columns, strict=True))
            for row in item["rows"]
        ),
        tuple(one["form"] != Form.TEXT for one in columns),
        tuple(one["share"] for one in columns),
        item["total"],
        item["source"],
    )
