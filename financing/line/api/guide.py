"""The tables of the guide for banks' programmers, made of what the interface itself goes by."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from financing.feedback.shape import BELONGS, FIELDS, NEEDED, SHAPES
from financing.feedback.workbook import FORMATS, IN_A_CELL, UNITS
from financing.models import CreditFeedback
from financing.models.demand import DemandHandling, Guarantee, Purpose
from financing.models.reasons import DeclineReason, RemovalReason
from financing.whitelist.feed import CODE_CHANGED
from pages.lists import Column
from pages.lists.table import table_html


class FieldRow(NamedTuple):
    """A field of feedback, and what it is in each state."""

    name: str
    label: str
    written: str
    states: tuple[str, ...]


class Coded(NamedTuple):
    """A code of the interface."""

    of: str
    code: str
    label: str


def _written(name: str) -> str:
    """What a field holds, as a program writes it."""
    shape, unit = SHAPES[name], UNITS.get(name, "")
    kind = type(shape).__name__
    if name in ("reference", "credit_code", "renews", "demand"):
        return FORMATS[name].removesuffix(IN_A_CELL)
    told = {
        "Number": f"十进制文本，{unit}，如 \"500.00\"", "Rate": "十进制文本，%，如 \"3.45\"",
        "Day": "YYYY-MM-DD", "Flag": "true 或 false", "Choice": "代码，见下表",
    }  # fmt: skip
    return told[kind]


def _in_state(name: str, state: CreditFeedback.State) -> str:
    if SHAPES[name].required or name in NEEDED[state]:
        return "必填"
    return "选填" if name not in BELONGS or state in BELONGS[name] else "不填"


def _codes() -> Iterable[Coded]:
    for of, choices in (
        ("state", CreditFeedback.State.choices), ("declined_because", DeclineReason.choices),
        ("guarantee", Guarantee.choices), ("renewal", CreditFeedback.Renewal.choices),
        ("需求 state", DemandHandling.State.choices), ("需求 purpose", Purpose.choices),
        ("移出 reason", [*RemovalReason.choices, (CODE_CHANGED, "信用代码已变更")]),
    ):  # fmt: skip
        yield from (Coded(of, str(code), str(label)) for code, label in choices)


def _nth_state(place: int) -> Callable[[FieldRow], str]:
    return lambda row: row.states[place]


FIELD_COLUMNS: tuple[Column[FieldRow], ...] = (
    Column("name", "字段", fit=True),
    Column("label", "含义"),
    Column("written", "写法", long=True),
    *(
        Column[FieldRow](str(state), str(state.label), _nth_state(place))
        for place, state in enumerate(CreditFeedback.State)
    ),
)
CODE_COLUMNS: tuple[Column[Coded], ...] = (
    Column("of", "字段"), Column("code", "代码"), Column("label", "含义", long=True),
)  # fmt: skip
HEADERS: tuple[tuple[str, str, str], ...] = (
    ("请求", "Authorization", "Bearer 令牌；Bearer 不分大小写"),
    (
        "请求",
        "Idempotency-Key",
        "反馈时必填，自拟，8 到 64 个字母、数字、- 或 _，7 天内重发不会重复入库",
    ),
    ("请求", "If-None-Match", "上次的 ETag，名单没有变化时答复 304"),
    ("请求", "Content-Length", "正文的字节数；分块传输（chunked）的正文也可以，由平台计量"),
    ("响应", "X-Request-Id", "这次请求的编号，出错时与 instance 相同；联系平台时请提供"),
    ("响应", "RateLimit-Policy、RateLimit", "每分钟的上限 q、还剩的次数 r、到下一分钟的秒数 t"),
    ("响应", "Retry-After", "429 时，多少秒后再试"),
    ("响应", "Portal-Cursor", "整份名单的游标，与 JSON 中的 cursor 相同"),
    ("响应", "ETag", "整份名单的标记"),
    ("响应", "Idempotent-Replayed", "true 表示同一键的重发，没有再次入库"),
)
HEADER_COLUMNS: tuple[Column[Any], ...] = (
    Column("where", "方向", lambda row: row[0]),
    Column("name", "名称", lambda row: row[1]),
    Column("told", "含义", lambda row: row[2], long=True),
)
# The latest first. A change of what a program sends or reads stands here.
CHANGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "2026-11-29",
        (
            "新增：GET /api/v1/demands/ 和 /api/v1/demands/{number}/（权限 demands:read），"
            "GET /api/v1/feedback/ 分页列出已反馈的授信。",
            "新增反馈字段 renews（原贷款）、demand（融资需求编号）、is_checked（数字已核对无误）；"
            "企业有将到期的贷款时，续贷要写明 renews。",
            "新增移出原因 code_changed 和字段 replaced_by：企业的信用代码变更时，原代码移出，"
            "新代码列入。",
            "反馈不再接受：额度或利率为 0、续贷同时是首贷、余额为 0 的逾期、放款 30 年后的到期日、"
            "items 以外的顶层字段；利率低于 0.5% 等少见的数字要核对一次。",
            "时间统一为 UTC、毫秒（2026-10-08T01:02:03.000Z）；金额和利率统一为不带末尾 0 的十进制"
            "文本；读回的空字段统一为 null。",
            "每个响应带 X-Request-Id 和 RateLimit；错误的 type 为完整地址，并有 instance。",
            "地址末尾有没有斜线都可以；支持 HEAD；Bearer 不分大小写；没有的查询参数答复 400。",
            "反馈的状态倒退（如已放款改为已授信）也要核对一次。",
            "新增 POST /api/v1/feedback/{reference}/void/ 作废误报的一笔；读回的反馈多了"
            " voided_at、voided_by、void_reason，作废的也会列出。一笔贷款只能被一笔贷款续贷。",
            "超过大小上限的请求也答复 application/problem+json（413）。",
        ),
    ),
    ("2026-11-23", ("第一版。",)),
)


def tables() -> dict[str, SafeString]:
    """The guide's tables by their names."""
    states = list(CreditFeedback.State)
    rows = [
        FieldRow(name, label, _written(name), tuple(_in_state(name, one) for one in states))
        for name, label in FIELDS.items()
    ]
    return {
        "fields": table_html(FIELD_COLUMNS, rows),
        "codes": table_html(CODE_COLUMNS, list(_codes())),
        "headers": table_html(HEADER_COLUMNS, HEADERS),
    }
