"""A batch of 示范企业 with cases before the experts, and experts in the pool."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District, Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from procedures.batches.working_days import add_working_days
from procedures.cases.submission import take_snapshot
from procedures.experts.actions.draw_panel import PanelSettings, draw_panel
from procedures.experts.actions.save_expert import Profile, add_expert
from procedures.experts.actions.score_sheet import hand_in, save_mark
from procedures.models import Application, Batch, ReviewPanel, ScoreSheet
from schemes.models import SchemeVersion
from tests.procedures import factories, filings

ANSWERS = {
    "main_product": "精密减速机",
    "segment": "减速机",
    "years_in_field": "12",
    "strategy": "示例减速机由张示例创办，电话 13812345678。",
    "systems": ["quality"],
    "research_unit": "own",
    "innovation": "新工艺",
    "contact_name": "李示例",
    "contact_phone": "13800000000",
}


@pytest.fixture
def batch(db: None) -> Batch:
    with system_scope(reason="test"):
        version = SchemeVersion.objects.get(scheme__code="demonstration-enterprise")
        made = factories.open_batch()
        made.version = version
        made.save()
        return made


@pytest.fixture
def room(as_actor: Callable[..., Actor], district: District, batch: Batch) -> SimpleNamespace:
    """The city, five experts in the pool, and two cases before them."""
    city = as_actor(Duty.CITY_OFFICER)
    with system_scope(reason="test"):
        bureau = Organisation.objects.get(pk=city.organisation_id)
    experts = [as_actor(Duty.EXPERT, organisation=bureau) for _ in range(5)]
    for place, expert in enumerate(experts):
        with acting_as(city):
            add_expert(
                city, expert.user_id, Profile(f"示例大学{place}", "", "教授", "technology", ("34",))
            )
    holders, cases = [], []
    for number in (1, 2):
        staff = as_actor(Duty.ENTERPRISE_STAFF, district=district)
        filings.confirmed(staff, number)
        with system_scope(reason="test"):
            case = factories.case(
                staff, district.pk, batch, state="expert_review", answers=ANSWERS,
                title=f"精密减速机{number}型", submissions=1, number=f"2026{number:08d}",
            )  # fmt: skip
            take_snapshot(case, {})
        holders.append(staff)
        cases.append(case)
    return SimpleNamespace(city=city, experts=experts, staff=holders, cases=cases, batch=batch)


def settings_of(room: SimpleNamespace, **more: object) -> PanelSettings:
    values: dict[str, object] = {
        "title": "第一评审组",
        "per_case": 3,
        "trimming": False,
        "spread_limit": Decimal(20),
        "due_on": add_working_days(timezone.localdate(), 10),
        "expert_ids": tuple(expert.user_id for expert in room.experts),
    }
    return PanelSettings(**{**values, **more})


@pytest.fixture
def panel(room: SimpleNamespace) -> ReviewPanel:
    with acting_as(room.city):
        return draw_panel(room.city, room.batch.pk, settings_of(room))


def sheets_of(room: SimpleNamespace, case: Application) -> list[ScoreSheet]:
    with acting_as(room.city):
        rows = ScoreSheet.objects.filter(panel_case__application_id=case.pk)
        return list(rows.select_related("panel_case").order_by("id"))


def expert_of(room: SimpleNamespace, sheet: ScoreSheet) -> Actor:
    return next(one for one in room.experts if one.user_id == sheet.reviewer_id)


def scored(
    room: SimpleNamespace, sheet: ScoreSheet, distinct: str = "12", novelty: str = "8"
) -> ScoreSheet:
    """The sheet, filled in and handed in by its expert."""
    expert = expert_of(room, sheet)
    with acting_as(expert):
        save_mark(expert, sheet.pk, "mark-distinct", distinct)
        save_mark(expert, sheet.pk, "mark-novelty", novelty)
        save_mark(expert, sheet.pk, "opinion", "材料充分。")
        return hand_in(expert, sheet.pk)
