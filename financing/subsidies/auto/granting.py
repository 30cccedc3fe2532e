"""What follows from a confirmed candidate: its case, its claim, the money reserved, then promised.

The case goes to public notice as the scheme says, and is decided by the city as any other.
"""

from django.utils import timezone

from accounts.tenancy import Actor, system_scope
from financing.ledger.commitments import reserve
from financing.models import GrantCandidate, GrantList, Payable, SubsidyClaim
from financing.subsidies.auto.candidate_machine import MACHINE, CandidateChange
from financing.subsidies.auto.freezing import event_of
from financing.subsidies.claims import claim_of
from financing.subsidies.money.corrections import earlier_cases
from lifecycle.transitions import TransitionInput
from procedures.cases.actions.file_without_claim import file_without_claim
from procedures.cases.changes import CaseChange
from procedures.models import Application
from schemes.answers import Answers

State = GrantCandidate.State
FOLLOWED = ("decline", "decline_after_objection", "withdraw", "certify")
AMOUNTS = ("declared_amount", "district_amount", "audited_amount", "approved_amount")


def grant(change: CandidateChange) -> None:
    """Once the enterprise has confirmed: the case is proposed with its claim, and the money is
    reserved. Raises `RuleViolation` where the budget is short: then nothing was confirmed."""
    if change.transition.name != "confirm" or change.actor is None:
        return
    row = change.row
    with system_scope(reason="grant money without a claim"):
        grant_list = GrantList.objects.select_related("batch__version").get(pk=row.list_id)
        case = _case_for(change.actor, row, grant_list)
        claim = claim_of(case)
        claim.origin = SubsidyClaim.Origin.AUTO
        claim.sums = dict.fromkeys(("declared", "district", "audited"), row.sums)
        for name in AMOUNTS:
            setattr(claim, name, row.amount)
        claim.save()
        reserve(case, row.amount)
        row.application = case
        row.save(update_fields=["application"])


def _case_for(actor: Actor, row: GrantCandidate, grant_list: GrantList) -> Application:
    batch = grant_list.batch
    batch.version = grant_list.scheme_version
    definition = grant_list.scheme_version.parsed
    rule = definition.amount
    assert rule is not None, "a list is drawn up by a rule"
    answers: Answers = {"certificate": row.certificate_number, "events": [*event_of(rule)]}
    declared = {
        "text": "确认领取，并同意将上述账户用于本次拨付。",
        "by": actor.user_name,
        "at": timezone.now().isoformat(),
        "candidate": row.pk,
        "list": grant_list.pk,
        "list_sha256": grant_list.sha256,
    }
    return file_without_claim(
        actor, batch, row.organisation_id, answers, row.certificate_title, declared
    )


def follow_case(change: CaseChange) -> None:
    """The candidate of a case that gets nothing is out; one whose enterprise withdraws may be
    claimed again, to the end of the window. A decision that corrects the first one stands for it.
    The money follows as that of any claim, see `subsidies.money.following`."""
    name, case = change.transition.name, change.row
    if name not in FOLLOWED or not case.scheme_version.parsed.is_subsidy:
        return
    with system_scope(reason="grant money without a claim"):
        cases = [case, *earlier_cases(case)]
        row = GrantCandidate.objects.filter(application__in=cases, state=State.CONFIRMED).first()
        if row is None:
            return
        if name == "certify":
            _stand_for(row, case)
            return
        given = TransitionInput(reason=change.input.reason.strip() or "公示后不予支持。")
        MACHINE.execute(None, row.pk, "give_back" if name == "withdraw" else "stop", given)


def _stand_for(row: GrantCandidate, case: Application) -> None:
    """What is still to be paid by a correction is what the candidate waits for."""
    promised = Payable.objects.filter(application=case).exclude(state=Payable.State.CANCELLED)
    if row.application_id != case.pk and promised.exists():
        row.application = case
        row.save(update_fields=["application"])


def fulfil_paid() -> int:
    """Say of each confirmed candidate that it is paid, once all its instalments are in the account.
    Returns how many. Needs a system scope. Repeatable."""
    rows = GrantCandidate.objects.filter(
        state=State.CONFIRMED, application__payables__state=Payable.State.PAID
    )
    open_ = Payable.objects.exclude(state__in=(Payable.State.PAID, Payable.State.CANCELLED))
    rows = rows.exclude(application__in=open_.values("application"))
    found = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
    for pk in found:
        MACHINE.execute(None, pk, "fulfil")
    return len(found)


def register_granting() -> None:
    """Let the money follow candidates and cases."""
    from procedures.cases.lifecycle import MACHINE as CASE

    MACHINE.subscribe(grant)
    CASE.subscribe(follow_case)
