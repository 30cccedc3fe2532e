"""Sharing a short budget among a round of claims: one officer proposes, another approves."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.errors import NotPermitted, RuleViolation
from accounts.notifications import notify, people_of
from accounts.tenancy import Actor
from financing.ledger.posting import year_of
from financing.models import SubsidyClaim
from financing.subsidies.money.plan import Share, plan_of, waiting_claims, wanted_of, whole_of
from financing.subsidies.money.shares import keep_share
from lifecycle.bulk import MOST
from lifecycle.models import ActProposal
from lifecycle.two_persons import Content, TwoPersonAct, propose, refuse_one_person
from procedures.cases.actions.decide_in_bulk import decide_in_bulk
from procedures.models import Batch

SHARE = "subsidy.share"
ZERO = Decimal(0)
CHANGED = "提出以后申报、核定金额或预算有变化，请退回重新分配。"


def subject_of(batch_id: int) -> str:
    """The round as proposals name it."""
    return f"batch:{batch_id}"


def propose_share(actor: Actor, batch_id: int) -> ActProposal:
    """Propose to share the fund among what waits for the decision in the batch, as the page showed.

    Raises `Batch.DoesNotExist`, `NotPermitted`, and `RuleViolation` where there is nothing to
    share, or where it is proposed already.
    """
    if not actor.is_city:
        raise NotPermitted("由市级经办人分配预算。")
    batch = Batch.objects.select_related("version__scheme").get(pk=batch_id)
    plan = plan_of(actor, batch)
    if plan is None or not plan.shares:
        raise RuleViolation("这个批次没有等待分配的申报。")
    if plan.position.available is None:
        raise RuleViolation("这项资金还没有本年度的预算，请先在“资金与预算”里下达。")
    if not plan.given:
        raise RuleViolation("可用预算为零，没有可以分配的资金。")
    content = {
        "batch": batch.pk,
        "way": plan.way,
        "available": f"{plan.available:f}",
        "wanted": f"{plan.wanted:f}",
        "given": f"{plan.given:f}",
        "factor": f"{plan.factor:f}",
        "rows": [
            [one.claim.pk, one.claim.application.version, f"{one.before:f}", f"{one.given:f}"]
            for one in plan.shares
        ],
    }
    label = f"预算分配：{batch.name}（{len(plan.shares)} 件，{plan.given:,.2f} 元）"
    return propose(actor, SHARE, subject_of(batch.pk), label, content)


def share_budget(actor: Actor, content: Content) -> str:
    """Give each claim its share and start proposing those that get something; returns the address
    of the run. Raises `RuleViolation` where a claim or the budget is not as it was proposed."""
    if not actor.is_city:
        raise NotPermitted("由市级经办人分配预算。")
    with transaction.atomic():
        refuse_one_person(SHARE, subject_of(content["batch"]))
        batch = Batch.objects.select_related("version__scheme").get(pk=content["batch"])
        rows = _as_proposed(actor, batch, content)
        for claim, given in rows:
            _tell(claim, given, batch)
            _keep(claim, given, content)
        return _start(actor, [(claim, given) for claim, given in rows if given > ZERO])


def _as_proposed(
    actor: Actor, batch: Batch, content: Content
) -> list[tuple[SubsidyClaim, Decimal]]:
    """The claims with their shares, the fund's year locked first, then the claims."""
    listed = {int(pk): (version, before, given) for pk, version, before, given in content["rows"]}
    claims = waiting_claims(actor, batch)
    if {one.pk for one in claims} != set(listed):
        raise RuleViolation(CHANGED)
    year = year_of(claims[0].fund_code, batch.year)
    list(SubsidyClaim.objects.filter(pk__in=listed).select_for_update(of=("self",)).order_by("pk"))
    rows = []
    for claim in waiting_claims(actor, batch):
        version, before, given = listed[claim.pk]
        if claim.application.version != version or wanted_of(claim) != Decimal(before):
            raise RuleViolation(CHANGED)
        rows.append((claim, Decimal(given)))
    if sum((given for _, given in rows), ZERO) > year.available:
        raise RuleViolation(CHANGED)
    return rows


def _keep(claim: SubsidyClaim, given: Decimal, content: Content) -> None:
    """Keep the share with the sums, beside what the budget gives to it already."""
    keep_share(claim, whole_of(claim) - wanted_of(claim) + given, content)
    claim.save(update_fields=["sums"])


def _tell(claim: SubsidyClaim, given: Decimal, batch: Batch) -> None:
    before = wanted_of(claim)
    if given == before:
        return
    said = f"预算不足，拟支持 {given:,.2f} 元" if given else "排队等待"
    body = f"按办法核定 {before:,.2f} 元，本年度预算不足，已按办法规定的方式分配。"
    notify(
        people_of(organisation_id=claim.organisation_id),
        title=f"{batch.name}：{said}",
        body=body if given else f"{body}这次没有分到，留在市级审核中，追加预算后继续办理。",
        link=reverse("procedures:case", args=[claim.application_id]),
        dedupe_key=f"share:{claim.pk}:{claim.application.version}:{given}",
    )


def _start(actor: Actor, rows: Sequence[tuple[SubsidyClaim, Decimal]]) -> str:
    """Propose them in jobs, which reserve the money case by case; what is refused is told there."""
    runs = []
    for part in _parts(rows):
        versions = {claim.application_id: claim.application.version for claim, _ in part}
        runs.append(decide_in_bulk(actor, "propose", versions, ""))
    return reverse("people:job", args=[runs[0].job_id])


def _parts(
    rows: Sequence[tuple[SubsidyClaim, Decimal]],
) -> Iterator[Sequence[tuple[SubsidyClaim, Decimal]]]:
    """In parts as large as a run may be."""
    for first in range(0, len(rows), MOST):
        yield rows[first : first + MOST]


def _told(content: Content) -> list[tuple[str, str]]:
    return [
        ("分配方式", content["way"]),
        ("申报", f"{len(content['rows'])} 件，核定合计 {Decimal(content['wanted']):,.2f} 元"),
        ("可用预算", f"{Decimal(content['available']):,.2f} 元"),
        ("分配合计", f"{Decimal(content['given']):,.2f} 元"),
    ]


def _effects(actor: Actor, content: Content) -> list[tuple[str, SafeString]]:
    """Each claim's amount before and after, with a foot that adds up."""
    claims = SubsidyClaim.objects.visible_to(actor).select_related("organisation", "application")
    found = claims.in_bulk([row[0] for row in content["rows"]])
    shares = [
        Share(found[pk], Decimal(before), Decimal(given))
        for pk, _, before, given in content["rows"]
        if pk in found
    ]
    context = {
        "shares": shares,
        "wanted": sum((one.before for one in shares), ZERO),
        "given": sum((one.given for one in shares), ZERO),
        "less": sum((one.less for one in shares), ZERO),
    }
    table = render_to_string("financing/subsidies/_shares.html", context)
    return [("每件申报的金额（元）", table)]


ACT = TwoPersonAct(
    SHARE,
    "分配预算",
    share_budget,
    _told,
    lambda content: reverse("financing:budget_share", args=[content["batch"]]),
    _effects,
)
