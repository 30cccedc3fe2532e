"""Where else the numbers of a claim are in use: across schemes, years and enterprises.

`financing_claim_hits` finds the other line past the wall; what the reader may see of it is read
through the wall, so that nothing of another enterprise is told but that it exists, and its year.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from django.db import connection, transaction
from django.urls import reverse

from enterprises.models import Enterprise
from enterprises.models.shareholder import RELATED_FROM
from financing.models import SubsidyClaim, SubsidyKey, SubsidyLine
from financing.subsidies.checks import FIELD_OF, SHARED_WITH_A_WORD, findings
from financing.subsidies.claims import window_of
from financing.subsidies.hits import Grade, Hit, hit_of

# Why two enterprises are related, by `enterprises_related`.
RELATIONS = {
    "head": "法定代表人相同",
    "holding": f"一方持有另一方 {RELATED_FROM}% 以上股权",
    "shareholder": f"有同一股东各持股 {RELATED_FROM}% 以上",
    "same_name": f"有同名股东各持股 {RELATED_FROM}% 以上",
}
# Transactions that send claims with a number in the same bucket wait for each other.
LOCK_CLASS, BUCKETS = 1_608, 256


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A row of `financing_claim_hits`."""

    line_id: int
    kind: str
    other_line_id: int
    other_claim_id: int
    other_year: int
    is_own: bool
    relation: str
    is_decided: bool


def hits_of(claim: SubsidyClaim) -> list[Hit]:
    """Everything that stands against the lines of the claim now, by line; a fixed number of
    queries whatever the number of lines."""
    lines = list(claim.lines.filter(withdrawn_at=None).order_by("number"))
    return hits_of_lines(claim, lines)


def hits_of_lines(claim: SubsidyClaim, lines: Sequence[SubsidyLine]) -> list[Hit]:
    """The same for the standing `lines` of the claim, where they are known already."""
    code = Enterprise.objects.filter(pk=claim.organisation_id).values_list("credit_code", flat=True)
    found = [*findings(lines, code.first() or "", window_of(claim)), *_elsewhere(claim, lines)]
    return sorted(found, key=lambda one: (one.line, not one.is_block, one.key))


def wait_for_the_numbers(claim: SubsidyClaim) -> None:
    """Let no other claim with one of these numbers be sent until this transaction has ended: of
    two that are sent in the same second, the second one sees the first. Needs a transaction."""
    assert transaction.get_connection().in_atomic_block
    keys = SubsidyKey.objects.filter(claim=claim).values_list("kind", "key")
    buckets = sorted({crc32(f"{kind}:{key}".encode()) % BUCKETS for kind, key in keys})
    with connection.cursor() as cursor:
        for bucket in buckets:  # in order, so that two never wait for each other
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, bucket])


def elsewhere(claim_id: int) -> list[Elsewhere]:
    """The other lines that have a number of this claim's, in the active scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM financing_claim_hits(%s)", [claim_id])
        return [Elsewhere(*row) for row in cursor.fetchall()]


def _elsewhere(claim: SubsidyClaim, lines: Sequence[SubsidyLine]) -> Iterator[Hit]:
    own = {line.pk for line in lines}
    found = [one for one in elsewhere(claim.pk) if one.line_id in own]
    yield from hits_elsewhere(lines, found, shown_lines({one.other_line_id for one in found}))


def hits_elsewhere(
    lines: Sequence[SubsidyLine], found: Sequence[Elsewhere], shown: Mapping[int, SubsidyLine]
) -> Iterator[Hit]:
    """What `found` says against the lines; the other lines in `shown` are named."""
    by_id = {line.pk: line for line in lines}
    told: set[tuple[int, int]] = set()
    for one in found:
        if one.line_id not in by_id:
            continue
        line = by_id[one.line_id]
        # One sale that has the same number is told once, by its number.
        if (line.pk, one.other_line_id) in told and one.kind == SubsidyKey.Kind.SAME_SALE:
            continue
        told.add((line.pk, one.other_line_id))
        yield _hit(line, one, shown.get(one.other_line_id))


def shown_lines(line_ids: Collection[int]) -> dict[int, SubsidyLine]:
    """Of these lines those that the scope may read."""
    if not line_ids:
        return {}
    rows = SubsidyLine.objects.filter(pk__in=line_ids).select_related(
        "claim__application__scheme_version__scheme"
    )
    return {row.pk: row for row in rows}


def _hit(line: SubsidyLine, one: Elsewhere, other: SubsidyLine | None) -> Hit:
    kind = SubsidyKey.Kind(one.kind)
    hard = one.is_decided and kind not in SHARED_WITH_A_WORD
    what = "已审定" if one.is_decided else "正在办理"
    url = words = ""
    if other is not None:
        case = other.claim.application
        whose = "贵公司" if one.is_own else "另一件"
        title = case.scheme_version.parsed.title
        where = f"{whose}“{title}”{case.number or ''} 第 {other.number} 行（{what}）"
        words = f"{case.number or title} 第 {other.number} 行"
        url = _page_of(other)
    else:
        whom = f"关联企业（{RELATIONS[one.relation]}）" if one.relation else "另一企业"
        where = f"{whom} {one.other_year} 年度的申报（名称按权限不显示，{what}）"
    return hit_of(
        line,
        f"there-{one.kind}",
        Grade.BLOCK if hard else Grade.FLAG,
        FIELD_OF[kind],
        f"{kind.label}已用于{where}。",
        one.kind,
        one.other_line_id,
        one.is_decided,
        url=url,
        url_words=words,
        is_double=hard,
    )


def _page_of(line: SubsidyLine) -> str:
    return (
        reverse("financing:claim_lines", args=[line.claim.application_id]) + f"#line-{line.number}"
    )
