"""What publishing a notice and certifying after it would bring about, case by case."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.tenancy import Actor
from procedures.cases.foreseen import (
    Foreseen,
    foreseen,
    foreseen_certificates,
    prospects_of,
)
from procedures.cases.guards import is_on_a_notice
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application, PublicNotice


def foreseen_publication(actor: Actor, case_ids: Iterable[int]) -> Foreseen:
    """The cases `case_ids` as a notice over them would find them."""
    cases = _with_names(actor).filter(pk__in=case_ids).order_by("district__sort", "id")
    publish = MACHINE.transitions["publish"]
    # The line on a notice is what the notice itself brings.
    found = prospects_of(actor, publish, cases, but=(is_on_a_notice,))
    return foreseen(actor, found, publish)


def foreseen_conclusion(actor: Actor, notice: PublicNotice) -> Foreseen:
    """The certificates that concluding the notice would issue or has issued, its cases in the
    order of its lines."""
    cases = _with_names(actor).filter(notice_entry__notice=notice)
    rows = cases.select_related("notice_entry__notice").order_by("notice_entry__position")
    return foreseen_certificates(actor, list(rows), notice.batch.version.parsed.title_label)


def _with_names(actor: Actor) -> QuerySet[Any]:
    rows = Application.objects.visible_to(actor).with_enterprise_names()
    return rows.select_related("batch", "scheme_version", "district", "panel_case")
