"""What waits for the people of a duty, as rows for their home page: tone, kind, text, url."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.counts import counts_for
from accounts.tenancy import Actor
from financing.models import CreditFeedback, DemandHandling, WhitelistEntry
from schemes.models import SchemeVersion

Row = dict[str, str]
State = DemandHandling.State
# Homes say numbers in full.
MOST = 9_999_999


def _row(tone: str, kind: str, text: str, url: str) -> Row:
    return {"tone": tone, "kind": kind, "text": text, "url": url}


def _own_financing(actor: Actor) -> list[tuple[QuerySet[Any]]]:
    handlings = DemandHandling.objects.filter(organisation_id=actor.organisation_id)
    credits = CreditFeedback.objects.filter(organisation_id=actor.organisation_id)
    return [
        (handlings.filter(state=State.ASKED),),
        (handlings.filter(state=State.OFFERED),),
        (credits.to_follow_up(),),
    ]


def _city_financing(actor: Actor) -> list[tuple[QuerySet[Any]]]:
    proposed = WhitelistEntry.objects.filter(state=WhitelistEntry.State.PROPOSED)
    return [(proposed,), (DemandHandling.objects.overdue(),)]


def enterprise_financing(actor: Actor) -> list[Row]:
    """What banks wait for, and loans that are due. One query."""
    demands, credits = reverse("financing:own_demands"), reverse("financing:own_credits")
    asked, offered, due = counts_for(actor, "own financing", _own_financing, MOST)
    rows = []
    if asked:
        rows.append(_row("bad", "补充", f"{asked} 家银行请您补充融资资料", demands))
    if offered:
        rows.append(_row("wait", "方案", f"{offered} 家银行报了融资方案，请比较选定", demands))
    if due:
        rows.append(_row("wait", "到期", f"{due} 笔贷款 90 天内到期，可申请续贷", credits))
    return rows


def city_beside_cases(actor: Actor) -> list[Row]:
    """What waits in the city besides cases: versions for the second person, for those who may
    act, proposals for the whitelist, banks past their time. Two queries."""
    rows = []
    if actor.is_city:
        rows += [
            _row(
                "wait", "复核", f"“{version}”等待另一位经办人复核发布",
                reverse("schemes:version", args=[version.pk]),
            )
            for version in SchemeVersion.objects.filter(
                state=SchemeVersion.State.REVIEW
            ).select_related("scheme")[:5]
        ]  # fmt: skip
    entries = reverse("financing:entries")
    proposed, overdue = counts_for(actor, "city financing", _city_financing, MOST)
    if proposed:
        rows.append(
            _row("wait", "名单库", f"{proposed} 家企业等待审定入库", f"{entries}?state=proposed")
        )
    if overdue:
        demands = reverse("financing:demands")
        rows.append(
            _row("bad", "银行", f"{overdue} 项融资需求银行超期没有答复", f"{demands}?desk=overdue")
        )
    return rows
