"""Figures that departments confirm, as the city enters them with source, file and name."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from pages.stale import refuse_stale
from reports.assessment.actions.stored import store_own
from reports.assessment.doubts import rate_doubt
from reports.assessment.figures import PLACES
from reports.assessment.parameters import ManualScorer
from reports.assessment.rounds import read
from reports.assessment.scoring import score_round
from reports.models import AssessmentRound, RoundFigure

PURPOSE = "assessment-figure"
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Confirmation:
    """What is confirmed: a value in the indicator's unit, or that there is none; by which
    department and person, from which source, with which file. `task` is the district's, where the
    city types it; `explanation` says why an unlikely value is so."""

    value: Decimal | None = None
    is_missing: bool = False
    department: str = ""
    confirmed_by_name: str = ""
    source: str = ""
    document: UploadedFile | None = None
    task: Decimal | None = None
    explanation: str = ""


def round_with_figures(actor: Actor, round_id: int) -> AssessmentRound:
    """The locked round into which figures still come. Raises `NotPermitted` and `RuleViolation`."""
    if not actor.is_city:
        raise NotPermitted("数值由市级主管部门录入。")
    one = AssessmentRound.objects.visible_to(actor).select_for_update().get(pk=round_id)
    if not one.takes_figures:
        raise RuleViolation(f"现在是“{one.get_state_display()}”，不能再改数值。")
    return one


def confirm_figure(
    actor: Actor, figure_id: int, said: Confirmation, *, version: int | None
) -> RoundFigure:
    """Enter a department's figure, confirmed by name; a round that has scores is scored anew.

    Raises `NotPermitted`, `StaleVersion`, and `RuleViolation` by field.
    """
    with transaction.atomic():
        found = RoundFigure.objects.visible_to(actor).select_related("indicator").get(pk=figure_id)
        one = round_with_figures(actor, found.round_id)
        figure = RoundFigure.objects.select_for_update(of=("self",)).get(pk=figure_id)
        refuse_stale(figure, version)
        _refuse_incomplete(found, said)
        figure.value = (
            None if said.is_missing or said.value is None else said.value.quantize(PLACES)
        )
        figure.is_missing, figure.task = said.is_missing, said.task
        figure.department = said.department.strip()
        figure.confirmed_by_name = said.confirmed_by_name.strip()
        figure.source, figure.explanation = said.source.strip(), said.explanation.strip()[:500]
        if said.document:
            figure.document = store_own(actor, said.document, PURPOSE)
        figure.confirmed_by_id, figure.confirmed_at = actor.user_id, timezone.now()
        figure.version += 1
        figure.save()
        if one.is_scored:
            score_round(one)
    return figure


def _refuse_incomplete(figure: RoundFigure, said: Confirmation) -> None:
    indicator = read(figure.indicator)
    if indicator.figure:
        raise RuleViolation("这一项由平台取数，不需要录入；有异议的请区市申诉后裁定。")
    errors = {
        field: message
        for field, text, message in (
            ("department", said.department, "请填写确认单位。"),
            ("confirmed_by_name", said.confirmed_by_name, "请填写确认人姓名。"),
            ("source", said.source, "请写明数据来源，如报表名称和日期。"),
        )
        if not text.strip()
    }
    manual = isinstance(indicator.scorer, ManualScorer)
    if said.is_missing and said.value is not None:
        errors["value"] = "已勾选缺数，请不要填写数值。"
    elif not said.is_missing and said.value is None:
        errors["value"] = "请填写数值；确实没有的，请勾选缺数。"
    elif said.value is not None and manual and not 0 <= said.value <= HUNDRED:
        errors["value"] = "人工评定填写 0 至 100 分。"
    elif (doubt := rate_doubt(indicator, said.value)) and not said.explanation.strip():
        errors["explanation"] = f"{doubt}；确实如此的，请写明原因。"
    if manual and not said.is_missing and not (said.document or figure.document_id):
        errors["document"] = "人工评定须有佐证文件。"
    refuse(errors)
