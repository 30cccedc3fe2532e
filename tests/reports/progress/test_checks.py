"""The checks of each night: kept, shown, and told of where they do not hold."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.duties import Duty
from accounts.models import OutboxMessage
from accounts.tenancy import system_scope
from reports.facts.checks import check_facts
from reports.models import DailySnapshot, DistrictFact, FactCheck
from tests.reports.progress.city import KIND, TODAY, certify, place, revoke

PAGE = "/reports/progress/"


def checks():
    with system_scope(reason="test"):
        return {one.kind: one for one in FactCheck.objects.filter(day=TODAY)}


def test_all_checks_of_a_night_hold(lived):
    found = checks()
    assert set(found) == set(FactCheck.Kind.values)
    assert all(one.holds and one.compared for one in found.values())


def test_foot_of_the_page_says_that_they_hold(lived, as_actor, signed_in):
    text = signed_in(as_actor(Duty.LEADER)).get(PAGE).content.decode()
    assert "昨夜核对相符：区市之和 = 全市；存量 = 上期 + 增 − 减；看板 = 独立查询" in text


def test_same_night_again_keeps_one_result(lived):
    check_facts()
    with system_scope(reason="test"):
        assert FactCheck.objects.filter(day=TODAY).count() == len(FactCheck.Kind.values)


@pytest.fixture
def wrong(lived, city):
    """Somebody changed a published sum behind the portal's back."""
    with system_scope(reason="test"):
        row = DistrictFact.objects.filter(snapshot__day=TODAY, metric=KIND).order_by("pk")[0]
        row.stock += 1
        row.save()
    check_facts()
    return row


def test_wrong_sum_is_found_by_each_check_of_it(wrong):
    found = checks()
    assert not found["districts"].holds and not found["flows"].holds and not found["query"].holds
    assert found["source"].holds
    assert [KIND, wrong.district_id, wrong.stock - 1, wrong.stock] in found["query"].faults


def test_what_does_not_hold_is_said_in_red(wrong, as_actor, signed_in):
    client = signed_in(as_actor(Duty.LEADER))
    assert "昨夜核对不符" in client.get(PAGE).content.decode()
    assert "应为" in client.get("/reports/progress/method/").content.decode()


def test_what_does_not_hold_is_told_to_the_officers_of_the_city(wrong, city):
    with system_scope(reason="test"):
        told = [row for row in OutboxMessage.objects.all() if "核对不符" in str(row.payload)]
    assert {row.payload["recipient_id"] for row in told} == {city.user_id}


def test_page_without_facts_has_no_checks(plan, as_actor, signed_in):
    assert check_facts() == []
    assert "还没有统计数据" in signed_in(as_actor(Duty.LEADER)).get(PAGE).content.decode()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_page_equals_independent_sql(
    seed, clock, city, plan, district, other_district, as_actor, signed_in
):
    draw = random.Random(seed)
    clock.work_on(date(2026, 1, 2))
    for which in range(1, 31):
        place(which, draw.choice((district, other_district)))
    clock.work_on(date(2026, 5, 1))
    made = []
    for which in range(1, 31):
        since = date(2024, 1, 1) + timedelta(days=draw.randrange(840))
        until = since + timedelta(days=draw.randrange(200, 1100))
        made.append(certify(city, which, since, until))
    for certificate in draw.sample(made, 4):
        with system_scope(reason="test"):
            certificate.refresh_from_db()
        if certificate.valid_to >= date(2026, 5, 1) and certificate.state == "valid":
            revoke(city, certificate)
    clock.night_of(TODAY)
    client = signed_in(as_actor(Duty.LEADER))
    for day in (TODAY, date(2026, 3, 31)):
        answer = client.get(PAGE, {"day": f"{day}", "metric": KIND, "by": "stock"})
        flow = next(one for one in answer.context["flows"] if one.metric.key == KIND)
        tiles = {one.name: int(one.value) for one in answer.context["districts"]._tiles()}
        with system_scope(reason="test"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT d.short_name, count(*) FROM certification_certificate c"
                " JOIN accounts_district d ON d.id = c.district_id"
                " WHERE c.kind = %s AND c.valid_from <= %s AND c.valid_to >= %s"
                " AND NOT EXISTS (SELECT 1 FROM certification_certificateevent e"
                "   WHERE e.certificate_id = c.id AND e.transition = 'revoke'"
                "   AND (e.at AT TIME ZONE 'Asia/Shanghai')::date <= %s)"
                " GROUP BY d.short_name",
                [KIND, day, day, day],
            )
            expected = dict(cursor.fetchall())
            current = DailySnapshot.objects.get(day=day, is_current=True)
        assert {name: n for name, n in tiles.items() if n} == expected
        assert flow.now == sum(expected.values())
        assert current.outlook is not None
    assert all(one.holds for one in checks().values())
