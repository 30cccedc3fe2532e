"""The page of progress: what it says, what its address asks for, and for whom it is."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.duties import Duty
from accounts.tenancy import system_scope
from reports.models import DailySnapshot, DistrictShare, Plan, ProgressVisit, Target
from tests.reports.progress.city import CHAMPION, KIND, TODAY, certify, place

PAGE = "/reports/progress/"
MOST_QUERIES = 12


@pytest.fixture
def leader(as_actor, signed_in):
    return signed_in(as_actor(Duty.LEADER))


def page(client, **asked):
    answer = client.get(PAGE, asked)
    return answer, answer.content.decode()


def card(answer, measure=KIND):
    return next(one for one in answer.context["cards"] if one.one.target.measure == measure)


def test_leader_sees_the_same_page_at_home(lived, leader):
    assert leader.get("/home/").context["prospects"] == page(leader)[0].context["prospects"]


def test_home_of_the_leader_takes_few_queries(lived, leader):
    leader.get("/home/")
    with CaptureQueriesContext(connection) as captured:
        assert leader.get("/home/").status_code == 200
    assert len(captured) <= MOST_QUERIES, "\n".join(one["sql"][:200] for one in captured)


def test_figures_are_those_of_the_last_night(lived, leader):
    answer, text = page(leader)
    assert card(answer).one.actual == 7  # six and one, the revoked one too
    assert card(answer, CHAMPION).one.actual == 1
    assert "数据截至 2026 年 6 月 10 日 24:00" in text


def test_rows_of_the_districts_add_up_to_the_city(lived, leader):
    ranking = page(leader)[0].context["districts"].ranking
    for name in ("actual", "share", "due", "recent", "at_end"):
        whole = sum(getattr(row, name) or 0 for row in ranking.rows)
        assert whole == (getattr(ranking.city, name) or 0), name
    assert ranking.city.actual == 7
    assert ranking.city.share == 40


def test_what_is_left_over_at_the_end_adds_up_to_the_forecast(lived, leader):
    answer, _ = page(leader, metric=KIND)
    one = card(answer).one
    ranking = answer.context["districts"].ranking
    assert one.forecast is not None
    assert ranking.city.at_end == one.forecast.middle - one.target.value


def test_districts_are_ranked_by_their_share(lived, leader):
    rows = page(leader, metric=KIND)[0].context["districts"].ranking.rows
    assert [(row.name, row.place) for row in rows[:2]] == [("崂山区", 1), ("城阳区", 2)]


def test_flows_of_the_year_add_up(lived, leader):
    for flow in page(leader)[0].context["flows"]:
        assert flow.adds_up
    flow = next(one for one in page(leader)[0].context["flows"] if one.metric.key == KIND)
    assert (flow.before, flow.came, flow.left, flow.taken, flow.now) == (5, 7, 1, 1, 10)


def test_period_of_the_flows_is_chosen(lived, leader):
    answer, text = page(leader, period="quarter")
    flow = next(one for one in answer.context["flows"] if one.metric.key == KIND)
    assert flow.came == 6
    assert "2026 年第 2 季度" in text


def test_time_of_the_flows_begins_on_a_day_with_figures(lived, leader):
    answer, text = page(leader, period="custom", since="2026-03-15")
    assert answer.status_code == 422
    assert "起始日的前一天 2026-03-14 没有统计数据" in text
    assert "2026-02-28、2026-03-31" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"day": "2026-03-14"}, "2026-03-14 没有统计数据"),
        ({"day": "2026-06-11"}, "这一天还没有结束"),
        ({"day": "2019-01-31"}, "请选计划期内的日期"),
        ({"day": "人"}, "截至："),
        ({"plan": "999999"}, "计划："),
        ({"metric": "nothing"}, "指标："),
        ({"by": "nothing"}, "区市看："),
        ({"version": "7"}, "请同时写明是哪一天的公布版本"),
        ({"day": "2026-03-31", "version": "999999999"}, "没有这个公布版本"),
        ({"period": "custom"}, "请填写起始日"),
        ({"period": "custom", "since": "2026-06-11"}, "起始日应不晚于 2026-06-10"),
        ({"colour": "red"}, "不认识的筛选条件"),
    ],
)
def test_wrong_choice_is_refused_in_words_and_without_figures(lived, leader, asked, said):
    answer, text = page(leader, **asked)
    assert answer.status_code == 422
    assert said in text
    assert 'class="big"' not in text


def test_past_day_shows_what_counted_then(lived, leader):
    answer, _ = page(leader, day="2026-02-28")
    assert card(answer).one.actual == 0
    assert answer.context["day"] == date(2026, 2, 28)


def test_corrected_day_can_be_seen_as_it_was_published(lived, leader, city, clock, district):
    clock.work_on(TODAY + timedelta(days=1))
    place(20, district)
    certify(city, 20, date(2026, 6, 1), date(2029, 5, 31))
    clock.night_of(TODAY + timedelta(days=1))
    with system_scope(reason="test"):
        first = DailySnapshot.objects.get(day=TODAY, is_current=False)
    now, text = page(leader, day=f"{TODAY}")
    then, _ = page(leader, day=f"{TODAY}", version=first.pk)
    assert (card(then).one.actual, card(now).one.actual) == (7, 8)
    assert f"version={first.pk}" in text
    assert (
        "6 月 10 日专精特新示范企业 10 改为 11 家"
        in leader.get("/reports/progress/method/").content.decode()
    )


def test_plan_that_is_over_says_how_it_ended(lived, leader):
    with system_scope(reason="test"):
        past = Plan.objects.create(
            name="往期示例", source="示例", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)
        )
        past.targets.create(measure=KIND, counting="recognised", value=9, unit="家")
    answer, text = page(leader, plan=past.pk)
    assert "计划已于 2025-12-31 结束，1 项目标中 1 项没有达成" in text
    assert card(answer).one.actual == 5
    assert (card(answer).one.word, "每月需新增" in text) == ("未达成", False)


def test_sheets_of_today_stand_on_no_page_of_the_past(lived, leader):
    now, then = leader.get("/home/"), leader.get("/home/", {"day": "2026-02-28"})
    assert now.context["panels"]
    assert (then.context["panels"], then.context["todo"]) == ([], [])


def test_tiles_show_any_metric(lived, leader, other_district):
    answer, _ = page(leader, metric=KIND, by="stock")
    tiles = {one.name: one.value for one in answer.context["districts"]._tiles()}
    assert (tiles["崂山区"], tiles["城阳区"]) == ("8", "2")
    answer, _ = page(leader, metric="pool", by="share")
    assert answer.context["districts"].by == "stock"  # no target, no share


def test_first_visit_has_nothing_to_compare_with(lived, leader):
    assert "第一次查看" in page(leader)[1]


def test_next_visit_says_what_changed_since(lived, leader, city, clock, district):
    page(leader)
    place(20, district)
    certify(city, 20, date(2026, 6, 11), date(2029, 5, 31))
    clock.night_of(TODAY + timedelta(days=1))
    clock.work_on(TODAY + timedelta(days=2))
    with CaptureQueriesContext(connection):
        text = page(leader)[1]
    assert "6 月 11 日 10:00" in text
    assert "专精特新示范企业增至 8 家" in text
    assert "崂山区 +1" in text
    assert "专精特新示范企业增至 8 家" in page(leader)[1]  # the same visit still


def test_past_page_is_no_visit(lived, leader):
    page(leader, day="2026-03-31")
    with system_scope(reason="test"):
        assert not ProgressVisit.objects.exists()


def test_only_the_city_is_offered_an_order(lived, leader, as_actor, signed_in, client):
    assert "区市交办" not in page(leader)[1]
    officer = signed_in(as_actor(Duty.CITY_OFFICER))
    text = page(officer)[1]
    assert "区市交办" in text and "/reports/orders/new/?target=" in text


def test_district_sees_its_own_part_and_no_rows_of_others(
    lived, as_actor, signed_in, district, other_district
):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=other_district))
    answer, text = page(client)
    own = card(answer)
    assert (own.one.actual, own.one.target.value) == (1, 10)
    assert f"district={district.pk}" not in text
    tiles = answer.context["districts"]._tiles()
    assert [one.name for one in tiles if one.url] == ["城阳区"]
    assert [one.name for one in tiles if one.is_own] == ["城阳区"]


def test_what_is_due_from_a_district_is_the_same_on_card_and_ranking(
    lived, leader, as_actor, signed_in, district
):
    (row,) = (
        row for row in page(leader)[0].context["districts"].ranking.rows if row.pk == district.pk
    )
    own = card(page(signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district)))[0])
    assert (own.one.due, own.one.ahead_of_path) == (row.due, row.ahead)


def test_district_without_a_share_is_told_so(lived, as_actor, signed_in):
    from accounts.models import District

    elsewhere = District.objects.get(code="370203")
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=elsewhere))
    assert "还没有分解到本区市的目标" in page(client)[1]


def test_workbook_has_every_table_of_the_page(lived, leader):
    answer = leader.get("/reports/progress/tables/", {"day": "2026-03-31"})
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames[:2] == ["目标", "路径 专精特新示范企业"]
    assert "梯队升退撤" in book.sheetnames and "区市 隐形冠军" in book.sheetnames
    assert any("数据截至 2026-03-31" in str(row[0]) for row in book["目标"].values)


def test_chart_comes_as_a_file(lived, leader):
    for key in (f"path_{KIND}", "districts"):
        answer = leader.get(PAGE, {"chart": key, "format": "xlsx"})
        assert answer.status_code == 200
        assert "spreadsheetml" in answer.headers["Content-Type"]


def test_tables_are_printed_only_when_chosen(lived, leader):
    assert "tables-closed" in page(leader)[1]
    assert "tables-closed" not in page(leader, tables="open")[1]


def test_target_that_is_not_split_is_named_beside_the_ranking(lived, leader):
    with system_scope(reason="test"):
        DistrictShare.objects.all().delete()
    assert "未分解到区市，不能指出缺口在哪里。" in page(leader, metric=KIND)[1]


def test_split_that_does_not_add_up_is_named_beside_the_ranking(lived, leader):
    with system_scope(reason="test"):
        Target.objects.filter(plan=lived, measure=KIND).update(value=50)
    said = "各区市分解合计 40 家，比目标值 50 家少 10 家。"
    assert said in page(leader, metric=KIND)[1]


def test_split_that_adds_up_needs_no_word(lived, leader):
    answer, _ = page(leader, metric=KIND)
    assert answer.context["districts"].split_note == ""
