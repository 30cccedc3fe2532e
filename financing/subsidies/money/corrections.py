"""Decisions that are corrected: the earlier cases, their claim carried along, their promises."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from financing.ledger.commitments import cancel_commitment
from financing.ledger.demands import asked_before
from financing.ledger.recoveries import paid_and_kept, stop_all
from financing.models import (
    LineDecision,
    Payable,
    PayableEvent,
    Recovery,
    RecoveryCause,
    SubsidyClaim,
)
from financing.subsidies.carrying import carry_over
from financing.subsidies.claims import claim_of
from procedures.cases.parts import part_of
from procedures.models import Application

SUBSIDY = "subsidy"
IN_TRANSIT = (Payable.State.SENT, Payable.State.EXCEPTION)
# How the ledger names what the bank left unpaid of an instalment, or gave back of it.
PARTS_OF_ONE = ("（补付）", "（退回）")
# What a claim that is decided anew has from the earlier one, besides its lines.
KEPT = (
    "project", "fund_code", "fiscal_year", "declared_amount", "district_amount", "audited_amount",
    "origin", "sums",
)  # fmt: skip


def earlier_cases(case: Application) -> list[Application]:
    """The cases that the case corrects, the latest first; all decided."""
    found: list[Application] = []
    one = case.corrects
    while one is not None:
        found.append(one)
        one = one.corrects
    return found


# Of no version of a line: a word that had ended holds for the copy no more than before.
ENDED = 0


@dataclass(frozen=True)
class Held:
    """What the decisions that a case corrects leave standing, in 元: by the instalment what was
    paid, is on its way or promised; the instalments that lapsed; and what corrections have asked
    back because less was decided. What was recovered for another reason is not due again."""

    by_label: Mapping[str, Decimal] = field(default_factory=dict)
    lapsed: frozenset[str] = frozenset()
    asked_back: Decimal = Decimal(0)


NOTHING_HELD = Held()


def held_before(case: Application) -> Held:
    """What stands for the case by the decisions that it corrects."""
    earlier = earlier_cases(case)
    if not earlier:
        return NOTHING_HELD
    by_label: dict[str, Decimal] = defaultdict(Decimal)
    rows = Payable.objects.filter(application__in=earlier).exclude(state=Payable.State.CANCELLED)
    # What the bank paid twice was never promised: it is asked back by itself.
    rows = rows.exclude(events__transition="again_paid")
    for label, amount in rows.values_list("label", "amount"):
        for part in PARTS_OF_ONE:
            label = label.replace(part, "")
        by_label[label] += amount
    lapsed = {
        label
        for wrong, later in zip(earlier, [case, *earlier], strict=False)
        for label in _lapsed(wrong, later)
    }
    return Held(by_label, frozenset(lapsed), _asked_back(earlier))


def _lapsed(wrong: Application, later: Application) -> Iterable[str]:
    """The instalments that were cancelled before the decision was corrected: those that it took
    back are promised anew by the later one."""
    events = PayableEvent.objects.filter(
        payable__application=wrong, payable__state=Payable.State.CANCELLED, transition="cancel"
    )
    if later.decided_at is not None:
        events = events.filter(at__lt=later.decided_at)
    return events.values_list("payable__label", flat=True)


def _asked_back(cases: list[Application]) -> Decimal:
    """What corrections themselves proposed to ask back: people name other reasons."""
    rows = Recovery.objects.filter(
        application__in=cases, cause=RecoveryCause.OVERPAID, proposed_by=None
    ).exclude(state=Recovery.State.DROPPED)
    written_off = Recovery.State.WRITTEN_OFF
    return sum(
        (one.received if one.state == written_off else one.amount for one in rows), Decimal(0)
    )


def paid_before(case: Application) -> Decimal:
    """What of earlier decisions' money the enterprise has and is not asked for already."""
    return sum((paid_and_kept(one) for one in earlier_cases(case)), Decimal(0))


def recovered_otherwise(case: Application, held: Held) -> Decimal:
    """What is asked back of earlier decisions for reasons that are no correction's."""
    asked = sum((asked_before(one) for one in earlier_cases(case)), Decimal(0))
    return asked - held.asked_back


def take_back_promises(case: Application, reason: str, *, is_granted_anew: bool = False) -> None:
    """Cancel what was promised and is not at the bank. What is there counts for a decision that
    grants anew; for one that grants nothing it is marked, and asked back once the bank has paid."""
    rows = Payable.objects.filter(application=case)
    stop_all(rows.exclude(state__in=IN_TRANSIT) if is_granted_anew else rows, reason)
    cancel_commitment(case, reason)


def carry_the_claim(case: Application) -> None:
    """Give a case that decides another one anew its claim: the lines, and what was counted of
    them. Nothing for cases that claim no money."""
    wrong = case.corrects
    part = part_of(case)
    if wrong is None or part is None or SUBSIDY not in part.outcomes:
        return
    before = SubsidyClaim.objects.filter(application=wrong).first()
    claim = claim_of(case)
    if before is None:
        return
    carry_over(wrong, claim)
    lines = {line.number: line for line in claim.lines.all()}
    # Bureaus have looked at it: nobody is asked anew why a number is no double.
    for one in before.lines.exclude(explanations={}):
        if line := lines.get(one.number):
            line.explanations = one.explanations
            line.save(update_fields=["explanations"])
    decided = LineDecision.objects.filter(claim=before).select_related("line").order_by("pk")
    copies = []
    for word in decided:
        if line := lines.get(word.line.number):
            if word.line_version is not None:
                holds = word.line_version == word.line.version
                word.line_version = line.version if holds else ENDED
            word.pk, word.claim, word.line = None, claim, line
            word._state.adding = True
            copies.append(word)
    LineDecision.objects.bulk_create(copies)
    for name in KEPT:
        setattr(claim, name, getattr(before, name))
    claim.save()
