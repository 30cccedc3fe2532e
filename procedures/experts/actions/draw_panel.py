"""Drawing experts for the cases of a batch (抽取专家)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.conflicts import own_enterprises
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import Actor
from documents.written.dates import CHECK_YEAR, is_far_after
from enterprises.figures import facts_between
from procedures.experts.panels.blind_paper import blind_paper, names_to_hide, without_names
from procedures.experts.panels.conflicts import Candidate, Subject, conflict
from procedures.experts.panels.drawing import draw
from procedures.experts.panels.results import TRIMMED_FROM, panel_items
from procedures.experts.panels.seats import new_sheet, tell_experts
from procedures.experts.pool import candidates, subjects
from procedures.models import Application, Batch, PanelCase, ReviewPanel, Snapshot
from procedures.models.application import State

MOST_PER_CASE = 9
LONGEST_YEARS = 1


@dataclass(frozen=True)
class PanelSettings:
    """How a panel is drawn and counted. `spread_limit` is in points out of a hundred; `due_on` a
    local date; `expert_ids` are the users who take part in the drawing."""

    title: str
    per_case: int
    trimming: bool
    spread_limit: Decimal
    due_on: date
    expert_ids: tuple[int, ...]


@dataclass(frozen=True)
class Feasibility:
    """What a drawing would have to work with, before the lot is cast."""

    cases: int
    experts: int
    conflicts: tuple[tuple[str, str, str], ...]  # expert, case, why
    fewest: int


def waiting_cases(actor: Actor, batch_id: int) -> list[Application]:
    """The batch's cases that are before the experts and in no panel yet."""
    return list(
        Application.objects.visible_to(actor)
        .filter(batch_id=batch_id, state=State.EXPERT_REVIEW, panel_case=None)
        .select_related("scheme_version")
        .order_by("id")
    )


def feasibility(actor: Actor, batch_id: int, expert_ids: tuple[int, ...]) -> Feasibility:
    """How many may judge, and who must not judge what."""
    cases = waiting_cases(actor, batch_id)
    titles = {case.pk: case.title for case in cases}
    experts = candidates(expert_ids)
    found = []
    fewest = len(experts)
    for subject in subjects(cases):
        barred = [(one.name, why) for one in experts if (why := conflict(one, subject))]
        found += [(name, titles[subject.application_id], why) for name, why in barred]
        fewest = min(fewest, len(experts) - len(barred))
    return Feasibility(len(cases), len(experts), tuple(found), fewest)


def draw_panel(actor: Actor, batch_id: int, settings: PanelSettings) -> ReviewPanel:
    """Draw experts for all waiting cases of a batch, write their papers and tell them.

    The lot is cast here, once, from a seed that is kept, so that nobody draws until they like
    the result and everybody can draw it again. Raises `NotPermitted`, or `RuleViolation` by form
    field: nothing waits, too few experts, a case that too few may judge.
    """
    if not actor.is_city:
        raise NotPermitted("只有市级主管部门可以抽取专家。")
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        cases = waiting_cases(actor, batch_id)
        experts = candidates(settings.expert_ids)
        listed = subjects(cases)
        if errors := _problems(actor, settings, cases, experts):
            raise RuleViolation(errors)
        _refuse_short(settings, cases, listed, experts)
        seed = secrets.randbits(60)
        drawing = draw(listed, experts, settings.per_case, seed)
        panel: ReviewPanel = ReviewPanel.objects.create(
            batch=batch,
            title=settings.title.strip()[:80],
            experts_per_case=settings.per_case,
            trimming=settings.trimming,
            spread_limit=settings.spread_limit,
            due_on=settings.due_on,
            seed=seed,
            pool=sorted(one.user_id for one in experts),
            created_by_id=actor.user_id,
        )
        _seat(panel, cases, drawing.seats)
        Application.objects.filter(pk__in=[case.pk for case in cases]).update(
            stage_due_on=settings.due_on
        )
        tell_experts(panel, list(drawing.load().items()))
        return panel


def _problems(
    actor: Actor, settings: PanelSettings, cases: list[Application], experts: list[Candidate]
) -> dict[str, str]:
    errors = {}
    if not cases:
        errors["title"] = "这个批次没有等待抽取专家的申报。"
    own = own_enterprises(actor)
    if any(case.organisation_id in own for case in cases):
        errors["title"] = "其中有您任职企业的申报，请由其他经办人抽取专家。"
    if not settings.title.strip():
        errors["title"] = "请填写名称。"
    if not 1 <= settings.per_case <= MOST_PER_CASE:
        errors["per_case"] = f"每件 1 到 {MOST_PER_CASE} 位专家。"
    elif len(experts) < settings.per_case:
        errors["experts"] = (
            f"每件要 {settings.per_case} 位，选中且可以抽取的只有 {len(experts)} 位。"
        )
    if settings.trimming and settings.per_case < TRIMMED_FROM:
        errors["trimming"] = f"去掉最高分和最低分，每件至少要 {TRIMMED_FROM} 位专家。"
    if not 0 < settings.spread_limit <= 100:
        errors["spread_limit"] = "分差上限在 0 到 100 之间。"
    if settings.due_on <= timezone.localdate():
        errors["due_on"] = "截止日期应晚于今天。"
    elif is_far_after(settings.due_on, timezone.localdate(), LONGEST_YEARS):
        errors["due_on"] = f"{CHECK_YEAR}。"
    return errors


def _refuse_short(
    settings: PanelSettings,
    cases: list[Application],
    listed: list[Subject],
    experts: list[Candidate],
) -> None:
    titles = {case.pk: case.title for case in cases}
    short = []
    for subject in listed:
        free = sum(not conflict(expert, subject) for expert in experts)
        if free < settings.per_case:
            short.append(f"“{titles[subject.application_id]}”只有 {free} 位可以评审")
    if short:
        more = f"等 {len(short)} 件" if len(short) > 3 else ""
        raise RuleViolation({"experts": "；".join(short[:3]) + more + "。请增加参加抽取的专家。"})


def _seat(panel: ReviewPanel, cases: list[Application], seats: dict[int, tuple[int, ...]]) -> None:
    latest = _latest_snapshots(cases)
    holders = {
        case.organisation_id: facts_between(case.organisation_id, case.organisation_id)[0]
        for case in cases
    }
    ordered = sorted(cases, key=lambda case: _lot(panel.seed, case.pk))
    for place, case in enumerate(ordered, 1):
        enterprise = holders[case.organisation_id].enterprise
        definition = case.scheme_version.parsed
        paper = blind_paper(definition, latest[case.pk], enterprise)
        paper["title"] = without_names(case.title, names_to_hide(enterprise))
        code = f"{panel.pk}-{place:03d}"
        before = PanelCase.objects.create(
            panel=panel, application=case, code=code, paper=paper, **case.home
        )
        for user_id in seats[case.pk]:
            new_sheet(before, panel, user_id, [item.as_json() for item in panel_items(definition)])


def _lot(seed: int, application_id: int) -> str:
    """Where a case stands among the codes: by lot, so that a code tells nothing of its case."""
    return hashlib.sha256(f"{seed}:{application_id}".encode()).hexdigest()


def _latest_snapshots(cases: list[Application]) -> dict[int, Snapshot]:
    rows = Snapshot.objects.filter(application__in=[case.pk for case in cases])
    return {row.application_id: row for row in rows.order_by("number")}
