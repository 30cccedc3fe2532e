"""What waits for the people of a duty, as rows for their home page: tone, kind, text, url."""

from django.urls import reverse

from accounts.tenancy import Actor
from financing.models import CreditFeedback, DemandHandling, WhitelistEntry
from schemes.models import SchemeVersion

Row = dict[str, str]
State = DemandHandling.State


def _row(tone: str, kind: str, text: str, url: str) -> Row:
    return {"tone": tone, "kind": kind, "text": text, "url": url}


def enterprise_financing(actor: Actor) -> list[Row]:
    """What banks wait for, and loans that are due. A fixed number of queries."""
    demands, credits = reverse("financing:own_demands"), reverse("financing:own_credits")
    handlings = DemandHandling.objects.filter(organisation_id=actor.organisation_id)
    states = list(
        handlings.filter(state__in=(State.ASKED, State.OFFERED)).values_list("state", flat=True)
    )
    own = CreditFeedback.objects.filter(organisation_id=actor.organisation_id)
    due = own.to_follow_up().count()
    rows = []
    if asked := states.count(State.ASKED):
        rows.append(_row("bad", "补充", f"{asked} 家银行请您补充融资资料", demands))
    if offered := states.count(State.OFFERED):
        rows.append(_row("wait", "方案", f"{offered} 家银行报了融资方案，请比较选定", demands))
    if due:
        rows.append(_row("wait", "到期", f"{due} 笔贷款 90 天内到期，可申请续贷", credits))
    return rows


def city_beside_cases(*, may_act: bool) -> list[Row]:
    """What waits in the city besides cases: versions for the second person, proposals for the
    whitelist, banks past their time. A fixed number of queries."""
    rows = []
    if may_act:
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
    proposed = WhitelistEntry.objects.filter(state=WhitelistEntry.State.PROPOSED).count()
    if proposed:
        rows.append(
            _row("wait", "名单库", f"{proposed} 家企业等待审定入库", f"{entries}?state=proposed")
        )
    if overdue := DemandHandling.objects.overdue().count():
        demands = reverse("financing:demands")
        rows.append(
            _row("bad", "银行", f"{overdue} 项融资需求银行超期没有答复", f"{demands}?desk=overdue")
        )
    return rows
