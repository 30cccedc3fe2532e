"""What reports are built from: the filings that were submitted."""

from django.db.models import DurationField, ExpressionWrapper, F, IntegerField
from django.db.models.functions import Cast, Extract

from enterprises.report_sources import enterprise_fields
from pages.report_sources import (
    Choices,
    FieldKind,
    ReportField,
    ReportSource,
    register_report_sources,
)
from procedures.cases.parts import in_all_words
from procedures.models import Application
from procedures.models.application import State
from schemes.models import Scheme


def _schemes() -> Choices:
    return list(Scheme.objects.values_list("id", "name"))


def _days_to_decision() -> Cast:
    """Whole days (each of 24 hours) from the first submission to the decision."""
    took = ExpressionWrapper(F("decided_at") - F("submitted_at"), output_field=DurationField())
    return Cast(Extract(took, "epoch") / 86_400, IntegerField())


def state_choices() -> list[tuple[str, str]]:
    """The states in the words of all that cases decide."""
    return [(value, in_all_words(str(word))) for value, word in State.choices]


register_report_sources(
    ReportSource(
        "cases", "申报", "申报", "件",
        rows=lambda actor: Application.objects.visible_to(actor),
        fields=(
            ReportField("number", "受理编号", FieldKind.CODE, "number"),
            ReportField("title", "申报项目", FieldKind.TEXT, "title", long=True),
            *enterprise_fields("organisation__enterprise__"),
            ReportField(
                "scheme", "项目", FieldKind.CHOICE, "scheme_version__scheme_id", _schemes,
                long=True,
            ),
            ReportField(
                "purpose", "申报目的", FieldKind.CHOICE, "purpose", Application.Purpose.choices
            ),
            ReportField("state", "状态", FieldKind.CHOICE, "state", state_choices),
            ReportField("submitted_at", "首次提交时间", FieldKind.MOMENT, "submitted_at"),
            ReportField("decided_at", "办结时间", FieldKind.MOMENT, "decided_at"),
            ReportField("stage_due_on", "本阶段期限", FieldKind.DATE, "stage_due_on"),
            ReportField("submissions", "提交次数", FieldKind.NUMBER, "submissions", unit="次"),
            ReportField(
                "days", "办理天数", FieldKind.NUMBER, _days_to_decision, unit="天"
            ),
        ),
        usual=("number", "title", "name", "district", "state", "submitted_at"),
        about="enterprise",
        order=("-submitted_at", "-id"),
        note="不含草稿；办理天数从首次提交算到办结，未办结的为空。",
    ),
)  # fmt: skip
