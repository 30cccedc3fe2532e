"""The rows that belong to a case, read once for each instance of it.

Several guards, the verdicts and the page ask for the same rows. They are kept with the instance,
until `refresh_from_db`: who has changed them takes a fresh instance.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.compiled_queries import CompiledQuery, compiled_once
from enterprises.figures import Facts, facts_of
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

M = TypeVar("M", bound=Model)
# What is under public notice may be objected to, and no case leaves it but by its decision.
MAY_HAVE_OBJECTIONS = (State.PUBLIC_NOTICE, State.APPROVED, State.DECLINED)


def files_of(case: Application) -> list[ApplicationFile]:
    """Every file of the case with its attachment, the removed ones too, the oldest first."""
    return _read_once(case, _files)


def present_files(case: Application) -> list[ApplicationFile]:
    return [one for one in files_of(case) if one.removed_at is None]


def read_files_together(cases: Sequence[Application]) -> None:
    """Read the files of all `cases` at once, before each is asked for its own."""
    rows = ApplicationFile.objects.select_related("attachment").order_by("id")
    _read_together(cases, _files, rows)


def read_verdicts_together(cases: Sequence[Application]) -> None:
    """Read what the verdicts on all `cases` rest on at once, as `read_files_together`."""
    judgements = ConditionJudgement.objects.filter(replaced_at=None).select_related("judged_by")
    _read_together(cases, _snapshots, Snapshot.objects.order_by("-number"))
    _read_together(cases, _judgements, judgements.order_by("id"))
    _read_together(cases, _waivers, Waiver.objects.select_related("approved_by").order_by("id"))


def read_objections_together(cases: Sequence[Application]) -> None:
    """Read the objections to all `cases` at once, as `read_files_together`."""
    rows = Objection.objects.select_related("decided_by").order_by("id")
    _read_together([one for one in cases if one.state in MAY_HAVE_OBJECTIONS], _objections, rows)


def facts_about(case: Application) -> Facts:
    """What the registry knows of the enterprise that files."""
    kept: dict[object, Facts] = vars(case).setdefault("_prefetched_objects_cache", {})
    if facts_of not in kept:
        kept[facts_of] = facts_of(case.organisation_id)
    return kept[facts_of]


def return_items_of(case: Application) -> list[ReturnItem]:
    return _read_once(case, _return_items)


def open_returns(case: Application) -> list[ReturnItem]:
    """What is marked for correction and not corrected yet."""
    return [one for one in return_items_of(case) if one.resolved_at is None]


def snapshots_of(case: Application) -> list[Snapshot]:
    """What was submitted, the last submission first."""
    return _read_once(case, _snapshots)


def present_judgements(case: Application) -> list[ConditionJudgement]:
    """The judgements that count, with who judged."""
    return _read_once(case, _judgements)


def all_waivers(case: Application) -> list[Waiver]:
    """The waivers, those that have ended too, with who approved them."""
    return _read_once(case, _waivers)


def objections_of(case: Application) -> list[Objection]:
    """The objections with who decided them; no query where there can be none yet."""
    return _read_once(case, _objections) if case.state in MAY_HAVE_OBJECTIONS else []


@compiled_once
def _files(case_id: int) -> QuerySet[ApplicationFile]:
    rows = ApplicationFile.objects.filter(application=case_id)
    return rows.select_related("attachment").order_by("id")


@compiled_once
def _return_items(case_id: int) -> QuerySet[ReturnItem]:
    return ReturnItem.objects.filter(application=case_id).order_by("id")


@compiled_once
def _snapshots(case_id: int) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(application=case_id).order_by("-number")


@compiled_once
def _judgements(case_id: int) -> QuerySet[ConditionJudgement]:
    rows = ConditionJudgement.objects.filter(application=case_id, replaced_at=None)
    return rows.select_related("judged_by").order_by("id")


@compiled_once
def _waivers(case_id: int) -> QuerySet[Waiver]:
    return Waiver.objects.filter(application=case_id).select_related("approved_by").order_by("id")


@compiled_once
def _objections(case_id: int) -> QuerySet[Objection]:
    rows = Objection.objects.filter(application=case_id)
    return rows.select_related("decided_by").order_by("id")


def _read_together(
    cases: Sequence[Application], read: CompiledQuery[[int], Any], rows: QuerySet[Any]
) -> None:
    """What `read` would find for each of `cases`: `rows` of all of them, in one query."""
    if not cases:
        return
    by_case: dict[int, list[Any]] = {case.pk: [] for case in cases}
    for row in rows.filter(application__in=by_case):
        by_case[row.application_id].append(row)
    for case in cases:
        for row in by_case[case.pk]:
            row.application = case
        vars(case).setdefault("_prefetched_objects_cache", {})[read] = by_case[case.pk]


def read_again(case: Application) -> None:
    """Forget what was read, for an act that has changed it."""
    vars(case).pop("_prefetched_objects_cache", None)


def _read_once(case: Application, read: CompiledQuery[[int], M]) -> list[M]:
    """What `read` finds, kept with the instance as long as Django keeps what it has prefetched."""
    kept: dict[object, list[M]] = vars(case).setdefault("_prefetched_objects_cache", {})
    if read not in kept:
        kept[read] = read(case.pk)
        for one in kept[read]:
            setattr(one, "application", case)  # noqa: B010 - the models share the field, not a base
    return kept[read]
