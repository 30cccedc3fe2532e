"""Deciding what is counted of a claim's lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import refuse_own_enterprise
from accounts.errors import StaleVersion, refuse
from accounts.tenancy import Actor, system_scope
from financing.firm_scope import acts_for_firm
from financing.models import AuditAssignment, LineDecision, ReviewStage, SubsidyClaim, SubsidyLine
from financing.money import wan
from financing.subsidies.claims import rule_of
from financing.subsidies.review.access import refuse_not_reviewing, stage_of
from financing.subsidies.review.lines import LineRow, line_rows
from financing.subsidies.sums import recompute

Verdict = LineDecision.Verdict
ZERO = Decimal(0)
NO_LESS_UNITS = "这一行按件计算，核减金额不改变奖补。不认可的请剔除；件数不对的，请退回企业更正。"


@dataclass(frozen=True)
class LineChoice:
    """What a reviewer says of a line: `counted` in 元 is asked of a reduction alone. `shown` is the
    decision that the page showed, 0 for none, None where no page was shown."""

    verdict: str
    counted: Decimal | None = None
    reason: str = ""
    shown: int | None = None


def claim_under_review(actor: Actor, claim_id: int) -> SubsidyClaim:
    """The claim, locked, for an act of its review. Raises `SubsidyClaim.DoesNotExist`,
    `NotPermitted`, or `RuleViolation` where it is not the actor's turn."""
    claims = SubsidyClaim.objects.visible_to(actor)
    if acts_for_firm(actor):
        # The firm changes no claim, so it locks what it may change: its assignment.
        claim = claims.get(pk=claim_id)
        list(AuditAssignment.objects.filter(claim=claim).select_for_update(of=("self",)))
        refuse_not_reviewing(actor, claim)
        return claim
    locked = claims.select_related("application__scheme_version", "application__batch")
    claim = locked.select_for_update(of=("self",)).get(pk=claim_id)
    refuse_not_reviewing(actor, claim)
    refuse_own_enterprise(actor, claim.organisation_id)
    return claim


def decide_line(actor: Actor, claim_id: int, number: int, choice: LineChoice) -> LineDecision:
    """Accept, reduce or strike one line; the claim's amount is worked out anew.

    Raises as `claim_under_review`, `SubsidyLine.DoesNotExist`, `StaleVersion` where the line was
    decided meanwhile, be it in another window of the same person, and `RuleViolation` by field.
    """
    with transaction.atomic():
        claim = claim_under_review(actor, claim_id)
        line = SubsidyLine.objects.get(claim=claim, number=number)
        stage = stage_of(actor, claim)
        row = next(one for one in line_rows(claim, stage) if one.line.pk == line.pk)
        _refuse_stale(row, choice.shown)
        refuse(_problems(row, choice, by_units=_counts_units(actor, claim)))
        made = _write(actor, claim, stage, row, choice)
        work_out_again(claim, stage)
        return made


def accept_the_rest(actor: Actor, claim_id: int) -> int:
    """Accept every line that nobody has looked at; returns how many. Raises as
    `claim_under_review`."""
    with transaction.atomic():
        claim = claim_under_review(actor, claim_id)
        stage = stage_of(actor, claim)
        # What seems to be counted elsewhere is looked at for itself.
        rest = [one for one in line_rows(claim, stage) if not one.is_seen and not one.is_doubled]
        accepted = LineChoice(Verdict.ACCEPT)
        LineDecision.objects.bulk_create(
            _decision(actor, claim, stage, one, accepted) for one in rest
        )
        work_out_again(claim, stage)
        return len(rest)


def work_out_again(claim: SubsidyClaim, stage: str) -> None:
    """The amount of the stage, in the portal's own name: an audit firm writes no claims, and reads
    neither the filing nor what else the enterprise got."""
    with system_scope(reason="work out the amount of a claim"):
        own = SubsidyClaim.objects.select_related("application__scheme_version")
        found = own.select_for_update(of=("self",)).get(pk=claim.pk)
        recompute(found, "audited" if stage == ReviewStage.AUDITED else "district")
    claim.sums, claim.district_amount = found.sums, found.district_amount
    claim.audited_amount = found.audited_amount


def _refuse_stale(row: LineRow, shown: int | None) -> None:
    last = row.decision
    if shown is None or last is None or last.pk == shown:
        return
    at = timezone.localtime(last.at)
    raise StaleVersion(
        f"{last.decided_by} 已于 {at:%m月%d日 %H:%M} 对第 {row.line.number} 行决定“"
        f"{last.get_verdict_display()}”，请核对后再操作。"
    )


def _problems(row: LineRow, choice: LineChoice, *, by_units: bool) -> dict[str, str]:
    if row.is_withdrawn:
        return {"": "企业已撤下这一行，不用再决定。"}
    if choice.verdict not in Verdict.values:
        return {"verdict": "请选择认可、核减或剔除。"}
    problems = {}
    if choice.verdict != Verdict.ACCEPT and not choice.reason.strip():
        problems["reason"] = "请写明理由，企业会看到。"
    if len(choice.reason) > 500:
        problems["reason"] = "理由最多 500 个字。"
    if choice.verdict == Verdict.REDUCE:
        if row.line.kind == SubsidyLine.Kind.UNIT or by_units:
            problems["counted"] = NO_LESS_UNITS
        elif choice.counted is None:
            problems["counted"] = "请填写认定金额。"
        elif choice.counted <= ZERO:
            problems["counted"] = "认定金额应大于 0；全部不认请选“剔除”。"
        elif choice.counted >= row.at_most:
            problems["counted"] = (
                f"核减后的金额应小于申报的 {wan(row.at_most)} 万元"
                f"（{row.at_most:,.2f} 元），请核对单位。"
            )
    return problems


def _counts_units(actor: Actor, claim: SubsidyClaim) -> bool:
    """Whether the rule counts pieces; an audit firm does not read the filing that names it."""
    rule = None if acts_for_firm(actor) else rule_of(claim.application)
    return rule is not None and rule.base.kind == "units"


def _write(
    actor: Actor, claim: SubsidyClaim, stage: ReviewStage, row: LineRow, choice: LineChoice
) -> LineDecision:
    made = _decision(actor, claim, stage, row, choice)
    made.save(force_insert=True)
    return made


def _decision(
    actor: Actor, claim: SubsidyClaim, stage: ReviewStage, row: LineRow, choice: LineChoice
) -> LineDecision:
    # What is accepted is what stood before: the declared figure, or the district's; of a line that
    # seemed to be counted elsewhere, that it is not.
    accepted = row.before if row.earlier or not row.is_doubled else row.at_most
    counted = {Verdict.ACCEPT: accepted, Verdict.STRIKE: ZERO}
    amount = counted.get(Verdict(choice.verdict), choice.counted)
    assert amount is not None, "a reduction names its amount"
    return LineDecision(
        **claim.home,
        claim=claim,
        line=row.line,
        line_version=row.line.version,
        stage=stage,
        verdict=choice.verdict,
        counted=amount,
        reason=choice.reason.strip(),
        decided_by_id=actor.user_id,
        organisation_name=actor.organisation_name,
    )


def undecided(rows: Iterable[LineRow]) -> int:
    """How many lines nobody has looked at."""
    return sum(not one.is_seen for one in rows)
