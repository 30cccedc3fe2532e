"""The rows that belong to a case, read once for each instance of it.

Several guards, the verdicts and the page ask for the same rows. Django's prefetching keeps them
with the instance, until `refresh_from_db`: who has changed them takes a fresh instance.
"""

from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from procedures.models import (
    Application,
    ApplicationFile,
    ConditionJudgement,
    Objection,
    ReturnItem,
    Snapshot,
    Waiver,
)
from procedures.models.application import State

# What is under public notice may be objected to, and no case leaves it but by its decision.
MAY_HAVE_OBJECTIONS = (State.PUBLIC_NOTICE, State.APPROVED, State.DECLINED)


def files_of(case: Application) -> list[ApplicationFile]:
    """Every file of the case with its attachment, the removed ones too, the oldest first."""
    return _read_once(case, "files", ApplicationFile.objects.select_related("attachment"))


def present_files(case: Application) -> list[ApplicationFile]:
    return [one for one in files_of(case) if one.removed_at is None]


def return_items_of(case: Application) -> list[ReturnItem]:
    return _read_once(case, "return_items", ReturnItem.objects.all())


def open_returns(case: Application) -> list[ReturnItem]:
    """What is marked for correction and not corrected yet."""
    return [one for one in return_items_of(case) if one.resolved_at is None]


def snapshots_of(case: Application) -> list[Snapshot]:
    """What was submitted, the last submission first."""
    return _read_once(case, "snapshots", Snapshot.objects.all(), order="-number")


def present_judgements(case: Application) -> list[ConditionJudgement]:
    """The judgements that count, with who judged."""
    rows = ConditionJudgement.objects.filter(replaced_at=None).select_related("judged_by")
    return _read_once(case, "judgements", rows)


def all_waivers(case: Application) -> list[Waiver]:
    """The waivers, those that have ended too, with who approved them."""
    return _read_once(case, "waivers", Waiver.objects.select_related("approved_by"))


def objections_of(case: Application) -> list[Objection]:
    """The objections with who decided them; no query where there can be none yet."""
    if case.state not in MAY_HAVE_OBJECTIONS:
        return []
    return _read_once(case, "objections", Objection.objects.select_related("decided_by"))


def _read_once(case: Application, name: str, rows: QuerySet[Any], order: str = "id") -> list[Any]:
    prefetch_related_objects([case], Prefetch(name, queryset=rows.order_by(order)))
    return list(getattr(case, name).all())
