"""The tables inside pages of the registry."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enterprises.models import (
    CreditRecord,
    EnterpriseClaim,
    Product,
    PublishedTitle,
    Qualification,
    ResearchUnit,
    Shareholder,
)
from pages.links import row_url
from pages.lists import Column
from pages.lists.cells import NOTHING, button, plain_number
from pages.lists.table import table_html

CLAIM_TONES = {"granted": "ok", "refused": "bad", "open": "wait"}
FIVE = {
    "has_staff": "专职人员",
    "has_premises": "固定场所",
    "has_funds": "专项经费",
    "has_equipment": "专门设备",
    "has_projects": "开发项目",
}

OWN_CLAIM_COLUMNS: tuple[Column[EnterpriseClaim], ...] = (
    Column(
        "credit_code", "统一社会信用代码",
        below=lambda row: row.organisation.name if row.state == "granted" else None,
    ),
    Column("district__short_name", "审核部门"),
    Column("created_at", "提出时间"),
    Column("state", "结果", pill=CLAIM_TONES),
    Column("reason", "审核意见", long=True),
)  # fmt: skip

TITLE_COLUMNS: tuple[Column[PublishedTitle], ...] = (
    Column("title", "称号", lambda row: row.title or "（名单未写称号）"),
    Column("source", "来源"),
)

CREDIT_COLUMNS: tuple[Column[CreditRecord], ...] = (
    Column("kind", "类别"),
    Column(
        "authority", "认定机关和文号", lambda row: f"{row.authority} {row.document_number}",
        long=True, below=lambda row: row.note,
    ),
    Column("recorded_on", "列入日期"),
    Column(
        "state", "状态", lambda row: "已移出" if row.lifted_on else "未移出",
        pill=lambda row: "ok" if row.lifted_on else "bad",
        below=lambda row: row.lifted_on.isoformat() if row.lifted_on else None,
    ),
)  # fmt: skip
LIFT: Column[CreditRecord] = Column(
    "act", "操作", lambda row: "" if row.lifted_on else "移出",
    link=lambda row: "" if row.lifted_on else row_url("enterprises:credit_lift", row.pk),
)  # fmt: skip


def _share(row: Product) -> str:
    return "" if row.market_share is None else f"{plain_number(row.market_share)}%"


def _validity(row: Qualification) -> SafeString:
    if not row.valid_from and not row.valid_to:
        return NOTHING
    shown = f"{row.valid_from or ''} 至 {row.valid_to or '长期'}"
    if row.valid_to and row.valid_to < timezone.localdate():
        return format_html('{} <span class="pill bad">已过期</span>', shown)
    return format_html("{}", shown)


def _five(row: ResearchUnit) -> SafeString:
    missing = [word for name, word in FIVE.items() if not getattr(row, name)]
    if not missing:
        return format_html('<span class="pill ok">五有齐备</span>')
    return format_html(
        '<span class="num">{}/5</span> <small class="dim">缺 {}</small>',
        row.fulfilled, " ".join(missing),
    )  # fmt: skip


def _holds(row: Shareholder) -> str:
    return f"{plain_number(row.percent)}%"


ITEM_COLUMNS: dict[str, tuple[Column[Any], ...]] = {
    "products": (
        Column("name", "名称"),
        Column("segment", "细分领域"),
        Column(
            "market_share", "国内占有率", _share, number=True,
            below=lambda row: _share(row) and row.share_basis,
        ),
        Column("market_rank", "国内排名", number=True),
        Column("sales", "上年销售额", unit="万元"),
    ),
    "qualifications": (
        Column("name", "名称"),
        Column("level", "级别"),
        Column("number", "编号"),
        Column("validity", "有效期", html=_validity),
    ),
    "units": (
        Column("name", "名称"),
        Column("level", "级别"),
        Column("five", "五有", html=_five),
    ),
    "shareholders": (
        Column("name", "股东"),
        Column("kind", "类型"),
        Column(
            "credit_code", "统一社会信用代码", lambda row: row.credit_code or "",
            below=lambda row: f"证件尾号 {row.id_tail}" if row.id_tail else None,
        ),
        Column(
            "percent", "持股比例", _holds, number=True,
            below=lambda row: "用于核对关联企业" if row.makes_related else None,
        ),
    ),
}  # fmt: skip


def items_table(
    kind: str, items: Sequence[Model], *, is_editable: bool = False
) -> SafeString | str:
    """The table of the items of a kind; "" without any."""
    columns = ITEM_COLUMNS[kind]
    if is_editable:
        columns = (*columns, Column("act", "操作", html=_edit_button(kind), fit=True))
    return table_html(columns, items) if items else ""


def _edit_button(kind: str) -> Callable[[Model], SafeString]:
    return lambda row: button(
        reverse("enterprises:item_edit", args=[kind, row.pk]), "修改", str(row)
    )


def credit_table(records: Sequence[CreditRecord], *, may_lift: bool) -> SafeString | str:
    """The table of records against an enterprise's credit standing; "" without any."""
    columns = (*CREDIT_COLUMNS, LIFT) if may_lift else CREDIT_COLUMNS
    return table_html(columns, records) if records else ""
