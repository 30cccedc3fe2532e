"""What an act over cases would meet and bring about, for who proposes it and who approves it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from accounts.conflicts import OWN_ENTERPRISE, own_enterprises
from accounts.tenancy import Actor
from lifecycle.bulk import Prospect
from lifecycle.guards import is_not_own_enterprise
from lifecycle.transitions import Guard
from pages.lists import Column
from pages.lists.table import table_html
from procedures.cases.changes import CaseTransition
from procedures.cases.decision_lists import (
    CaseProspect,
    case_columns,
    possible_columns,
    refused_columns,
    with_unmet,
)
from procedures.cases.lifecycle import MACHINE
from procedures.cases.material import read_objections_together
from procedures.cases.outcomes import Promise, promised_to
from procedures.cases.parts import in_yuan, sums_of
from procedures.cases.verdicts import verdicts_with_marks
from procedures.models import Application


@dataclass(frozen=True)
class Foreseen:
    """The cases that an act would move, and those that it would leave with the reasons."""

    possible: list[CaseProspect]
    refused: list[CaseProspect]
    columns: tuple[Column[CaseProspect], ...]

    @property
    def possible_table(self) -> SafeString:
        return table_html(self.columns, self.possible, css="stack")

    @property
    def refused_table(self) -> SafeString:
        return table_html(refused_columns(), self.refused, css="stack")

    def sections(self, heading: str) -> list[tuple[str, SafeString]]:
        """The tables under their headings; none for what nothing stands in."""
        found = []
        if self.possible:
            found.append((f"{heading} {len(self.possible)} 件", self.possible_table))
        if self.refused:
            found.append((f"不在此次办理的 {len(self.refused)} 件", self.refused_table))
        return found


def foreseen(
    actor: Actor,
    found: Sequence[CaseProspect],
    decision: CaseTransition,
    more: tuple[Column[CaseProspect], ...] = (),
) -> Foreseen:
    """`found` sorted by whether `decision` can be made, with the verdict on each, its state now
    and afterwards, and the columns `more`; the city reads the verdict with the experts' marks. A
    fixed number of queries."""
    if actor.is_city:
        panels = [getattr(one.row, "panel_case", None) for one in found]
        marked = verdicts_with_marks(one for one in panels if one)
        for one in found:
            one.row.verdict = marked.get(one.row.pk, one.row.verdict)
    possible = with_unmet([one for one in found if not one.reasons])
    refused = [one for one in found if one.reasons]
    first = (*(more or case_columns()), *_sum_column(possible))
    return Foreseen(possible, refused, possible_columns(decision, first))


def _sum_column(found: Sequence[CaseProspect]) -> tuple[Column[CaseProspect], ...]:
    """What each is to be paid, where any is."""
    sums = sums_of(one.row for one in found)
    if not sums:
        return ()
    return (Column("amount", "金额（元）", lambda one: in_yuan(sums.get(one.row.pk)), number=True),)


def foreseen_certificates(actor: Actor, cases: Sequence[Application], title: str) -> Foreseen:
    """What certifying would bring about today: number, holder, product and validity of each
    certificate. `title` is what the scheme calls its titles."""
    certify = MACHINE.transitions["certify"]
    promises = promised_to(cases)
    read_objections_together(cases)
    found = prospects_of(actor, certify, cases)
    # Money has no certificate: such cases promise none.
    columns = _certificate_columns(title, promises) if promises else case_columns(title)
    return foreseen(actor, found, certify, columns)


def prospects_of(
    actor: Actor,
    decision: CaseTransition,
    cases: Iterable[Application],
    *,
    but: Collection[Guard[Application]] = (),
) -> list[CaseProspect]:
    """What `decision` would meet on each of `cases`, nothing where it is made already. The guards
    `but` are not asked; for whom the actor works is asked once for all."""
    own = own_enterprises(actor)

    def against(case: Application) -> tuple[str, ...]:
        if case.state in decision.targets:
            return ()
        is_own = case.organisation_id in own
        asked = {**dict.fromkeys(but, ""), is_not_own_enterprise: OWN_ENTERPRISE if is_own else ""}
        return MACHINE.obstacles(actor, case, decision.name, asked)

    return [Prospect(case, against(case)) for case in cases]


def _certificate_columns(
    title: str, promises: dict[int, Promise]
) -> tuple[Column[CaseProspect], ...]:
    def told(say: Callable[[Promise], str]) -> Callable[[CaseProspect], str]:
        return lambda one: say(promises[one.row.pk]) if one.row.pk in promises else "—"

    return (
        Column("number", "证书编号", told(lambda one: one.number or "发证时编号"), fit=True),
        Column("holder", "持证企业", lambda one: _holder(one, promises), long=True),
        *case_columns(title)[:1],
        Column(
            "validity", "有效期", told(lambda one: f"{one.valid_from}"),
            below=lambda one: _until(promises.get(one.row.pk)), fit=True,
        ),
    )  # fmt: skip


def _until(promise: Promise | None) -> str | None:
    return f"至 {promise.valid_to}" if promise else None


def _holder(one: CaseProspect, promises: dict[int, Promise]) -> str:
    promise = promises.get(one.row.pk)
    return promise.holder if promise else str(vars(one.row)["enterprise_name"])
