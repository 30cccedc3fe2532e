"""Proposing to ask money back: by people, and by the portal where something happened."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import Actor, system_scope
from certification.changes import CertificateChange
from certification.lifecycle import MACHINE as CERTIFICATE
from enterprises.identity_change_machine import MACHINE as IDENTITY
from enterprises.models import IdentityChange
from financing.ledger.bars import recovery_bars as recovery_bars
from financing.ledger.demands import clawback_of, demand_of, open_for
from financing.ledger.demands import paid_and_kept as paid_and_kept
from financing.ledger.notices import RECOVERIES
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.ledger.payable_machine import STOPPABLE
from financing.ledger.posting import lock_years
from financing.ledger.recovery_machine import MACHINE, RecoveryInput
from financing.models import Payable, Recovery, RecoveryCause
from lifecycle.gathering import ends_work
from lifecycle.transitions import Change, TransitionInput
from procedures.cases.bans import register_ban
from procedures.models import Application
from schemes.amounts.worked_sum import WorkedSum
from schemes.definition.scheme import SUBSIDY

ZERO = Decimal(0)


def propose_recovery(
    application: Application, cause: str, amount: Decimal | None, note: str,
    *, actor: Actor | None = None, until: date | None = None, arose: date | None = None,
) -> Recovery:  # fmt: skip
    """Propose to ask back `amount` (元, principal; None for what the rule asks) of what a case was
    paid, with the interest that the rule names to the local day `until`; somebody else decides.

    `amount` is all that the cause asks back: a proposal that nobody has decided is raised to it,
    and what goes beyond a demand that was noticed is proposed apart. As much as is asked already
    changes nothing. `actor` None is the portal itself. Raises `RuleViolation` where the case was
    not paid as much or the rule asks nothing, and `NotPermitted`.
    """
    with transaction.atomic():
        first = Payable.objects.filter(application=application).order_by("number").first()
        if first is None:
            raise RuleViolation("这项申报没有支付过资金，没有可以追回的金额。")
        lock_years([first.fund_year_id])
        there = list(open_for(application, cause).select_for_update(of=("self",)))
        if there and amount is not None and amount <= _asked(there):
            return there[-1]
        until = until or timezone.localdate()
        besides = [one.pk for one in there]
        worked = demand_of(
            application, cause, amount=amount, until=until, arose=arose, besides=besides
        )
        if there and (
            (worked.refusals and amount is None)
            or (not worked.refusals and worked.counted <= _asked(there))
        ):
            return there[-1]
        _refuse(worked)
        proposed = [one for one in there if one.state == Recovery.State.PROPOSED]
        if told := _asked(there) - _asked(proposed):
            worked = demand_of(
                application, cause, amount=worked.counted - told, until=until, arose=arose,
                besides=[one.pk for one in proposed],
            )  # fmt: skip
            _refuse(worked)
        if proposed:
            return _raised(proposed[0], worked, until, note, actor)
        terms = clawback_of(application).interest
        row = Recovery.objects.create(
            **application.home,
            application=application,
            fund_year_id=first.fund_year_id,
            payee_name=first.payee_name,
            scheme_title=first.scheme_title,
            cause=cause,
            amount=worked.counted,
            interest=worked.amount - worked.counted,
            until=until,
            interest_first=terms is None or terms.order == "interest_first",
            worked=worked.as_json(),
            note=note[:1000],
            proposed_by_id=actor.user_id if actor else None,
        )
        return MACHINE.begin(actor, row, "propose")


def _asked(rows: list[Recovery]) -> Decimal:
    return sum((one.amount for one in rows), ZERO)


def _refuse(worked: WorkedSum) -> None:
    if worked.refusals:
        raise RuleViolation({"amount": "；".join(worked.refusals) + "。"})


def _raised(
    row: Recovery, worked: WorkedSum, until: date, note: str, actor: Actor | None
) -> Recovery:
    """Whoever names the greater sum has proposed it, and so does not decide it."""
    reason = f"由 {row.amount:,.2f} 元改为 {worked.counted:,.2f} 元：{note}"
    row.amount, row.interest = worked.counted, worked.amount - worked.counted
    row.until, row.worked = until, worked.as_json()
    if note not in row.note:
        row.note = f"{row.note.rstrip('。')}；{note}"[:1000]
    if actor is not None:
        row.proposed_by_id = actor.user_id
    return MACHINE.execute_locked(actor, row, "raise", RecoveryInput(reason=reason[:1000]))


def propose_if_due(
    application: Application, cause: str, amount: Decimal | None, note: str
) -> Recovery | None:
    """The same where the rule lets it be asked back; None where all of it is asked back already, or
    the rule's years have passed. For acts that go on all the same."""
    besides = [one.pk for one in open_for(application, cause)]
    if demand_of(application, cause, amount=amount, besides=besides).refusals:
        return None
    return propose_recovery(application, cause, amount, note)


def propose_more(application: Application, cause: str, more: Decimal, note: str) -> Recovery | None:
    """The same of `more` than is asked back for the cause already."""
    whole = _asked(list(open_for(application, cause))) + more
    return propose_if_due(application, cause, whole, note)


def goal_missed(
    application: Application, amount: Decimal | None, note: str, *, on: date | None = None
) -> Recovery:
    """A goal (绩效目标) of a case was missed `on` a day: propose to ask `amount` back, or what the
    rule asks. For other acts."""
    return propose_recovery(application, RecoveryCause.GOAL, amount, note, arose=on)


def paid_late(payable: Payable) -> None:
    """Money arrived though the enterprise had lost its title or owed money meanwhile: it could not
    be stopped any more, so it is proposed to be asked back."""
    note = f"款项在途期间已止付（{payable.stopped_because}），银行仍已付出。"
    propose_more(payable.application, RecoveryCause.REVOKED, payable.amount, note)


def stop_all(payables: QuerySet[Payable], reason: str) -> None:
    """Stop what is not at the bank yet; what is in transit is marked, and looked at once the bank
    has answered."""
    open_ = payables.exclude(state__in=(Payable.State.PAID, Payable.State.CANCELLED))
    lock_years(open_.values_list("fund_year_id", flat=True))
    for one in open_.filter(state__in=STOPPABLE).order_by("pk"):
        PAYABLE.execute(None, one.pk, "stop", TransitionInput(reason=reason))
    in_transit = (Payable.State.SENT, Payable.State.EXCEPTION)
    open_.filter(state__in=in_transit).update(stopped_because=reason[:300])


def certificate_revoked(change: CertificateChange) -> None:
    """A revoked title stops what is to be paid, and what was paid on it is proposed to be asked
    back: of the filing that it came from, and of those that the enterprise was paid since."""
    if change.transition.name != "revoke":
        return
    row = change.row
    reason = f"证书 {row.number} 已撤销。"
    stop_all(Payable.objects.filter(organisation_id=row.organisation_id), reason)
    _propose_for_all(
        Payable.objects.filter(
            Q(application_id=row.application_id) | Q(paid_on__gte=row.issued_on),
            organisation_id=row.organisation_id,
        ),
        RecoveryCause.REVOKED,
        f"{reason}请核对申报所依据的资格，决定是否追回。",
    )


def enterprise_moved(change: Change[IdentityChange, TransitionInput]) -> None:
    """An enterprise that moves to another district keeps the city's money; what a district's own
    fund paid is proposed to be asked back, and the rest of it stopped."""
    row = change.row
    if change.transition.name != "accept" or row.new_district_id is None:
        return
    with system_scope(reason="ask money of a district back from who moved away"):
        of_districts = Payable.objects.filter(
            organisation_id=row.organisation_id, fund_year__district__isnull=False
        ).exclude(fund_year__district_id=row.new_district_id)
        stop_all(of_districts, "企业已迁往其他区市。")
        note = "企业已迁往其他区市，请核对承诺期，决定是否追回。"
        _propose_for_all(of_districts, RecoveryCause.MOVED, note)


def _propose_for_all(payables: QuerySet[Payable], cause: RecoveryCause, note: str) -> None:
    paid = payables.filter(state=Payable.State.PAID)
    cases = Application.objects.filter(pk__in=paid.values("application_id")).order_by("pk")
    for one in cases:
        propose_if_due(one, cause, None, note)


def propose_by_hand(
    actor: Actor, payable_id: int, cause: str, amount: Decimal | None, note: str,
    *, until: date | None = None,
) -> Recovery:  # fmt: skip
    """Propose to ask back what a payment paid. Raises `Payable.DoesNotExist`, and as
    `propose_recovery`."""
    payable = Payable.objects.visible_to(actor).select_related("application").get(pk=payable_id)
    return propose_recovery(payable.application, cause, amount, note, actor=actor, until=until)


def register_recoveries() -> None:
    ends_work(MACHINE, RECOVERIES, Recovery.State.PROPOSED)
    CERTIFICATE.subscribe(certificate_revoked)
    IDENTITY.subscribe(enterprise_moved)
    register_ban(recovery_bars, "有追回款未缴清的企业", outcome=SUBSIDY)
