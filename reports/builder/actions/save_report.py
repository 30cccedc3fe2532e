"""Keeping a report: a new one, a changed one, a copy."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actors import home_of
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.builder.asked import asked
from reports.builder.definition import Definition, read_definition
from reports.builder.policies import may_build, may_edit, may_share
from reports.models import SavedReport

MOST_REPORTS, NAME_TAKEN = 200, "saved_report_one_name"
NOT_HERE = "只有区市和市级经办人可以建立和修改报表。"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a report is called, and who sees it; `sharing` "" leaves that as it is."""

    name: str
    note: str = ""
    sharing: str = ""


def create_report(actor: Actor, definition: Definition, terms: Terms) -> SavedReport:
    """Keep a new report of the actor's. Raises `NotPermitted`, and `RuleViolation` for a faulty
    definition, a name that they have already, or too many reports."""
    if not may_build(actor):
        raise NotPermitted(NOT_HERE)
    asked(definition, actor)
    with transaction.atomic():
        if SavedReport.objects.filter(user_id=actor.user_id).count() >= MOST_REPORTS:
            raise RuleViolation(f"您已有 {MOST_REPORTS} 张报表，请先删除不用的。")
        report = SavedReport(user_id=actor.user_id, **home_of(actor))
        _fill(report, definition, terms)
        _keep(report)
    return report


def change_report(
    actor: Actor, pk: int, definition: Definition, terms: Terms, version: int | None
) -> SavedReport:
    """Change a report that the actor may edit; its name and what it asks for, and for its owner
    who sees it. Raises `DoesNotExist`, `NotPermitted`, `StaleVersion` and `RuleViolation`."""
    with transaction.atomic():
        report = SavedReport.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
        if not may_edit(actor, report):
            raise NotPermitted("这张报表只供查看。需要修改时，请先复制一份。")
        if terms.sharing and terms.sharing != report.sharing and not may_share(actor, report):
            raise NotPermitted("是否共享由建立报表的人决定。")
        refuse_stale(report, version)
        asked(definition, actor)
        _fill(report, definition, terms)
        report.version += 1
        _keep(report)
    return report


def copy_report(actor: Actor, pk: int) -> SavedReport:
    """Make the actor a report of their own out of one that they see, seen by nobody else."""
    report = SavedReport.objects.visible_to(actor).get(pk=pk)
    taken = set(
        SavedReport.objects.filter(user_id=actor.user_id, name__startswith=report.name[:40])
        .values_list("name", flat=True)
    )  # fmt: skip
    names = (f"{report.name[:50]}（副本{n or ''}）" for n in range(2, len(taken) + 3))
    first = f"{report.name[:50]}（副本）"
    name = first if first not in taken else next(one for one in names if one not in taken)
    definition = read_definition(report.definition)
    return create_report(actor, definition, Terms(name, report.note))


def _fill(report: SavedReport, definition: Definition, terms: Terms) -> None:
    report.name, report.note = terms.name, terms.note
    report.sharing = terms.sharing or report.sharing
    report.source, report.definition = definition.source, definition.model_dump(mode="json")
    try:
        report.clean_fields(exclude=("organisation", "district", "user"))
    except ValidationError as error:
        raise RuleViolation(
            {key: " ".join(words) for key, words in error.message_dict.items()}
        ) from error


def _keep(report: SavedReport) -> None:
    """Write the report. Raises `RuleViolation` at its name where its owner has another of it; the
    database decides, so that a second press makes no second report."""
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        if NAME_TAKEN not in str(error):
            raise
        raise RuleViolation({"name": "已有一张同名的报表，请换一个名称。"}) from error
