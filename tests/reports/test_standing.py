"""Where targets stand: what is counted, what the path asks for, whose gap it is."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from certification.records import IssuedRecord
from pages.records.actions import save_record
from reports.facts.snapshots import run_facts
from reports.models import DistrictShare, Plan, Target
from reports.progress.forecast import Forecast, Outlook
from reports.progress.headline import DistrictStanding, carriers, headline, worst_of
from reports.progress.outlook import Prospect, since_the_first
from reports.targets.standing import (
    due_on,
    figures_for,
    finding,
    standings,
    targets_of_current_plan,
)
from tests.enterprises.imports import code, enterprise

TODAY = date(2026, 6, 10)
KIND = "demonstration_enterprise"


@pytest.fixture(autouse=True)
def clock(db, monkeypatch):
    moment = timezone.make_aware(datetime.combine(TODAY + timedelta(days=1), time(2)))
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def plan(db):
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        return Plan.objects.create(
            name="示例计划", source="示例", is_current=True,
            starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
        )  # fmt: skip


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


def target(plan, counting, value=100):
    with system_scope(reason="test"):
        return Target.objects.create(
            plan=plan, measure=KIND, counting=counting, value=value, unit="家"
        )


def of(plan):
    with system_scope(reason="test"):
        rows = Target.objects.filter(plan=plan).select_related("plan")
        return standings(list(rows), figures_for(plan))


def certificate(city, which, since, until):
    """A certificate that was entered at once when it was issued."""
    enterprise(f"青岛第{which}示例有限公司", code(which))
    with acting_as(city):
        save_record(city, IssuedRecord, {
            "number": f"QD-{which}", "kind": KIND, "holder_name": f"青岛第{which}示例有限公司",
            "credit_code": code(which), "issued_on": since, "valid_from": since,
            "valid_to": until, "document_number": "1号",
        })  # fmt: skip


@pytest.fixture
def three(city):
    """One lapsed within the plan, one was won before it, one within it."""
    certificate(city, 1, date(2023, 3, 1), date(2026, 2, 28))
    certificate(city, 2, date(2025, 3, 1), date(2028, 2, 28))
    certificate(city, 3, date(2026, 3, 1), date(2029, 2, 28))
    run_facts()


@pytest.mark.parametrize(
    ("counting", "actual", "other"),
    [
        (Target.Counting.RECOGNISED, 1, 2),
        (Target.Counting.STOCK, 2, 1),
        (Target.Counting.NET_ADDED, 0, 1),
    ],
)
def test_what_is_counted_is_said_by_the_target(plan, three, counting, actual, other):
    target(plan, counting)
    (one,) = of(plan)
    assert (one.day, one.actual, one.other) == (TODAY, actual, other)


def test_plan_that_is_over_stands_as_it_stood_at_its_end(three, db):
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
        past = Plan.objects.create(
            name="往期", source="示例", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
        )
        target(past, Target.Counting.STOCK)
        run_facts()
    (one,) = of(past)
    assert (one.day, one.actual) == (date(2025, 12, 31), 2)


def test_without_facts_nothing_is_said(plan):
    target(plan, Target.Counting.STOCK)
    assert of(plan) == []


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2025, 12, 31), 10),
        (date(2026, 6, 30), 20),
        (date(2026, 12, 31), 30),
        (date(2027, 12, 31), 100),
        (date(2028, 6, 1), 100),
    ],
)
def test_path_goes_straight_from_milestone_to_milestone(plan, day, due):
    one = target(plan, Target.Counting.STOCK)
    one.milestones = [["2026-12-31", 30]]
    assert abs(due_on(one, 10, day) - due) <= 1


def row(name, actual, share, due):
    return DistrictStanding(pk=1, name=name, actual=actual, share=share, due=due)


def test_districts_that_carry_most_of_the_gap_are_named_the_largest_first():
    rows = [row("市北区", 20, 48, 34), row("平度市", 14, 36, 25), row("崂山区", 45, 60, 42),
            row("胶州市", 27, 42, 29)]  # fmt: skip
    assert [one.name for one in carriers(rows)] == ["市北区", "平度市"]


def test_district_without_a_share_owes_nothing():
    assert row("市北区", 0, None, 0).behind == 0


def standing(plan, *, actual, due, middle=None, chance=0.1, value=500):
    wanted = Target(plan=plan, measure=KIND, counting="recognised", value=value, unit="家")
    return Prospect(
        target=wanted, label="专精特新示范企业", day=TODAY, actual=actual, other=0, due=due,
        path=[], by_district={}, outlook=Outlook([1], 12, actual, value),
        forecast=None if middle is None else Forecast(middle - 20, middle, middle + 20, chance),
    )  # fmt: skip


def test_first_line_names_what_will_be_missed_and_where():
    plan = Plan(starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    said = headline(
        [standing(plan, actual=318, due=348, middle=446)],
        [row("市北区", 20, 48, 34), row("崂山区", 45, 60, 42)],
    )
    assert said.title == "专精特新示范企业到 2027 年底预计差 54 家，缺口主要在市北区"
    assert said.text.startswith("与分解任务的今日应达相比，市北区少 14 家，占缺口的 100%。")


def test_what_can_hardly_be_reached_comes_before_what_may_be():
    plan = Plan(starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    hard = standing(plan, actual=318, due=348, middle=446, chance=0.01)
    may_be = standing(plan, actual=318, due=348, middle=300, chance=0.49)
    assert worst_of([may_be, hard]) is hard


def test_history_begins_with_the_first_act():
    assert since_the_first([0, 0, 3, 0, 1]) == [3, 0, 1]
    assert since_the_first([0, 0]) == []


def test_first_line_of_a_plan_on_course():
    plan = Plan(starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    fine = standing(plan, actual=400, due=348, middle=510, chance=0.91)
    assert headline([fine], []).title == "1 项目标都可按期完成"


def test_leadership_sees_the_sums_of_the_districts_that_make_the_figure(
    plan, three, as_actor, signed_in
):
    one = target(plan, Target.Counting.STOCK)
    with system_scope(reason="test"):
        where = Certificate.objects.values_list("district_id", flat=True).first()
        DistrictShare.objects.create(target=one, district_id=where, value=60)
    page = signed_in(as_actor(Duty.LEADER)).get("/home/")
    shown = page.context["prospects"][0]
    assert sum(shown.by_district.values()) == shown.actual == 2
    assert "数据截至 2026 年 6 月 10 日 24:00" in page.content.decode()


def test_flows_of_the_year_add_up(plan, three, as_actor, signed_in):
    target(plan, Target.Counting.STOCK)
    page = signed_in(as_actor(Duty.LEADER)).get("/home/")
    flow = next(one for one in page.context["flows"] if one.metric.key == KIND)
    assert (flow.before, flow.came, flow.left, flow.taken, flow.now) == (2, 1, 1, 0, 2)
    assert all(one.adds_up for one in page.context["flows"])


@pytest.mark.parametrize(
    ("actual", "note", "title"),
    [
        (500, "已达成", "1 项目标进度都正常"),
        (348, "进度正常，还差 152 家", "1 项目标进度都正常"),
        (318, "还差 182 家", "1 项目标都需要加力，专精特新示范企业差距最大"),
    ],
)
def test_home_of_the_city_says_what_is_missing(actual, note, title):
    plan = Plan(starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    one = standing(plan, actual=actual, due=348)
    assert (one.note, finding([one])) == (note, title)


def test_home_of_a_district_shows_its_part_and_its_share(plan, three, as_actor, signed_in):
    one = target(plan, Target.Counting.STOCK)
    with system_scope(reason="test"):
        where = District.objects.get(pk=Certificate.objects.values_list("district_id")[0][0])
        DistrictShare.objects.create(target=one, district=where, value=60)
    page = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=where)).get("/home/")
    assert "2 / 60 家" in page.content.decode()


def test_shipped_plan_says_what_it_counts(db):
    with system_scope(reason="test"):
        counting = {one.measure: one.counting for one in targets_of_current_plan()}
    assert counting == {
        "pool": "stock", "certified_product": "recognised",
        "demonstration_enterprise": "recognised", "hidden_champion": "stock",
    }  # fmt: skip


def test_leadership_page_takes_few_queries(plan, three, as_actor, signed_in):
    with system_scope(reason="test"):
        for district in District.objects.exclude(kind="city"):
            for sort, measure in enumerate(("pool", "certified_product", KIND, "hidden_champion")):
                Target.objects.get_or_create(
                    plan=plan, measure=measure, defaults={"value": 9, "unit": "家", "sort": sort}
                )
            del district
    client = signed_in(as_actor(Duty.LEADER))
    client.get("/home/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/home/").status_code == 200
    assert len(captured) <= 12, "\n".join(one["sql"][:160] for one in captured)


def test_target_whose_growth_has_stopped_is_not_called_safe():
    plan = Plan(starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))
    safe = standing(plan, actual=318, due=300, middle=600, chance=0.99)
    stopped = replace(safe, stopped=date(2025, 11, 30))
    assert (safe.tone, stopped.tone, stopped.word) == ("ok", "wait", "增长已停")
    assert stopped.stop_in_words == "2025 年 11 月以后没有新增，预测按此前各年推算，偏高"
    worse = standing(plan, actual=318, due=348, middle=446, chance=0.01)
    assert "专精特新示范企业 2025 年 11 月以后没有新增。" in headline([worse, stopped], []).text
