"""The wall: the same figures as the leadership's page, and what it needs to turn by itself."""

import re
from datetime import date

import pytest
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District
from accounts.tenancy import acting_as, system_scope
from pages import big_screen as registry
from pages.big_screen import WallFigure, WallStrip, wall_strip
from reports.models import DailySnapshot, DistrictFact, DistrictShare, Fact, Plan
from reports.progress.headline import DistrictStanding
from reports.progress.wall import WIDTH, bar_of, in_brief, tone_of, wall_for

SCREEN = "/reports/screen/"


@pytest.fixture
def leader(as_actor):
    return as_actor(Duty.LEADER)


@pytest.fixture
def target(db, district, other_district):
    """Champions wanted by the end of a plan that runs; 崂山 has 6 of its 10, 城阳 1 of its 30."""
    today = timezone.localdate()
    with system_scope(reason="test"):
        Plan.objects.filter(is_current=True).update(is_current=False)
        plan = Plan.objects.create(
            name="示例计划", source="示例", starts_on=date(today.year - 1, 1, 1),
            ends_on=date(today.year + 1, 12, 31), is_current=True,
        )  # fmt: skip
        target = plan.targets.create(
            measure="hidden_champion", counting="stock", value=40, unit="家"
        )
        snapshot = DailySnapshot.objects.create(
            day=today, as_of=timezone.now(), checked_at=timezone.now(), outlook={}, stages={}
        )
        for place, share, stock in ((district, 10, 6), (other_district, 30, 1)):
            DistrictShare.objects.create(target=target, district=place, value=share)
            facts = {"metric": "hidden_champion", "district": place, "stock": stock}
            facts |= {"organisations": stock, "recognised": stock}
            Fact.objects.create(snapshot=snapshot, **facts)
            flows = dict.fromkeys(("left", "taken", "moved_in", "moved_out"), 0)
            DistrictFact.objects.create(snapshot=snapshot, entered=stock, **facts, **flows)
    return target


def page(client, **headers):
    answer = client.get(SCREEN, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_wall_has_a_page_for_each_target_the_pyramid_and_the_handling(leader, target):
    with acting_as(leader):
        wall = wall_for(leader)
    assert [turn.name for turn in wall.turns] == ["隐形冠军", "梯队与流动", "办理"]


def test_wall_says_what_the_leaderships_page_says(leader, target, signed_in):
    client = signed_in(leader)
    heading = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
    finding, whole = (
        re.sub("<[^>]+>|\\s", "", heading.search(text)[1])
        for text in (page(client), client.get("/home/").content.decode())
    )
    assert finding and whole.startswith(finding)


def test_every_tile_is_the_share_of_its_district(leader, target, district):
    with acting_as(leader):
        wall = wall_for(leader)
    tiles = {one.name: (one.value, one.tone) for one in wall.turns[0].tiles}
    assert tiles[district.short_name] == ("60%", "hi")
    assert len(tiles) == District.objects.exclude(tile_row=None).count()


def test_target_without_split_says_so_and_shows_what_there_is(leader, target, district, signed_in):
    with system_scope(reason="test"):
        target.shares.all().delete()
    with acting_as(leader):
        turn = wall_for(leader).turns[0]
    assert {one.value for one in turn.tiles if one.name == district.short_name} == {"6"}
    assert "未分解" in page(signed_in(leader))


def test_bar_holds_everything_that_it_shows(leader, target):
    with acting_as(leader):
        bar = bar_of(wall_for(leader).rows[0].prospect)
    assert max(bar.whole, bar.actual, bar.due, bar.high or 0) <= WIDTH
    assert bar.actual == 7 * WIDTH // 40


@pytest.mark.parametrize(
    ("actual", "share", "due", "tone"),
    [(5, None, 0, "none"), (7, 10, 7, "hi"), (19, 30, 20, "mid"), (17, 30, 20, "lo")],
)
def test_tile_has_its_tone_by_what_is_due_today(actual, share, due, tone):
    assert tone_of(DistrictStanding(1, "示例", actual, share, due)) == tone


def test_wall_without_a_plan_says_so(leader, signed_in):
    with system_scope(reason="test"):
        Plan.objects.update(is_current=False)
    said = page(signed_in(leader))
    assert "还没有统计数据" in said and "办理" in said


def test_fragment_is_the_wall_alone(leader, target, signed_in):
    part = page(signed_in(leader), hx_request="true")
    assert 'id="wall"' in part and "<html" not in part


def test_ended_session_is_told_to_the_script(client, db):
    assert client.get(SCREEN, headers={"hx-request": "true"}).status_code == 401


def test_page_asks_for_itself_again_and_runs_no_inline_script(leader, target, signed_in):
    said = page(signed_in(leader))
    assert f'hx-get="{SCREEN}"' in said and 'hx-trigger="every 120s"' in said
    assert not re.search(r"<script(?![^>]*src=)|style=|onclick", said)


def test_without_script_each_page_has_its_address(leader, target, signed_in):
    client = signed_in(leader)
    said = client.get(SCREEN, {"page": "2"}).content.decode()
    shown = re.findall(r'id="turn-(\d)"\s+aria-label="[^"]*"\s+>', said)
    assert shown == ["2"]
    assert client.get(SCREEN, {"page": "99"}).status_code == 200


def test_wall_costs_the_same_for_every_target(
    leader, target, signed_in, django_assert_max_num_queries
):
    client = signed_in(leader)
    page(client)
    with django_assert_max_num_queries(17):
        page(client)


@pytest.mark.parametrize("duty", [Duty.DISTRICT_REVIEWER, Duty.AUDITOR], ids=str)
def test_wall_is_for_leaders_and_the_city(as_actor, signed_in, duty):
    assert signed_in(as_actor(duty)).get(SCREEN).status_code == 403


def test_what_an_app_registers_has_a_strip_and_a_page(leader, target, signed_in, monkeypatch):
    monkeypatch.setattr(registry, "_providers", [])
    wall_strip(
        lambda actor: WallStrip(
            "督办在办 9 件", (WallFigure("红", 2, "bad"),), "两件督办超期", (("bad", "示例督办"),)
        )
    )
    said = page(signed_in(leader))
    for words in ("督办在办 9 件", "两件督办超期", "示例督办"):
        assert words in said


def test_text_ends_with_a_sentence_that_fits():
    assert in_brief("一。二。") == "一。二。"
    assert in_brief("甲" * 100 + "。" + "乙" * 20 + "。") == "甲" * 100 + "。"
    assert in_brief("甲" * 200) == "甲" * 200
