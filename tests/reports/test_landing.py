"""The public front page: what can be filed, who is certified, whom to ask; no alarm."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tenancy import system_scope
from procedures.models import Batch
from schemes.models import SchemeVersion
from tests.certification.certificates import certified
from tests.certification.conftest import constraints_are_checked_in_scope, people

__all__ = ["constraints_are_checked_in_scope", "people"]


def batch(code, opens, closes):
    now = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with system_scope(reason="test"):
        return Batch.objects.create(
            version=SchemeVersion.objects.in_force().get(scheme__code=code),
            name=f"{code} {opens}",
            year=now.year,
            opens_at=now + timedelta(days=opens),
            closes_at=now + timedelta(days=closes),
        )


def page(client):
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
class TestFrontPage:
    def test_title_is_what_closes_first_with_the_days_that_are_left(self, client):
        batch("demonstration-enterprise", -1, 40)
        batch("certified-product", -1, 8)
        assert "专精特新产品（技术）认定，还剩 <b>7</b> 天" in page(client)

    def test_end_at_midnight_is_said_as_the_day_before(self, client):
        closes = batch("certified-product", -1, 8).closes_at
        last = timezone.localtime(closes) - timedelta(days=1)
        assert f"{last.month} 月 {last.day} 日 24:00 截止" in page(client)

    def test_what_opens_later_stands_apart(self, client):
        batch("certified-product", -1, 8)
        batch("hidden-champion", 5, 20)
        shown = page(client)
        assert "正在受理 1 项" in shown and "即将开放 1 项" in shown

    def test_without_a_batch_it_says_so(self, client):
        assert "现在没有开放的批次" in page(client)

    def test_neither_targets_nor_shortfalls_nor_alarm_are_shown(self, client):
        shown = page(client)
        assert not any(word in shown for word in ("目标", "还差", 'class="pill bad"', "2,500"))

    def test_stocks_count_what_is_valid_with_a_cut_off_time(self, client, people):
        certified(people)
        answer = client.get("/")
        stocks = {one["label"]: one["number"] for one in answer.context["stocks"]}
        assert stocks["专精特新产品（技术）"] == "1"
        assert f"截至 {timezone.localtime():%-m 月 %-d 日}" in answer.content.decode()

    def test_nothing_personal_is_shown(self, client, people):
        certificate = certified(people)
        assert certificate.credit_code not in page(client)

    def test_number_of_queries_is_fixed(self, client):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                page(client)
            return len(queries)

        batch("certified-product", -1, 8)
        page(client)
        few = asked()
        for opens in range(50, 54):
            batch("hidden-champion", opens * 10, opens * 10 + 5)
        assert asked() == few <= 15

    def test_foot_says_whom_to_ask_and_that_the_demo_is_invented(self, client, settings):
        settings.PORTAL_DEMO = True
        shown = page(client)
        assert "0532-5550 0100" in shown and "均为示例" in shown
        assert "隐私政策" in shown and "服务条款" in shown and "无障碍说明" in shown

    def test_contacts_that_are_not_set_are_left_out(self, client, settings):
        settings.PORTAL_CONTACTS = dict.fromkeys(settings.PORTAL_CONTACTS, "")
        shown = page(client)
        assert "备案号" not in shown and "tel:12345" in shown
