"""What the home pages of enterprises and of the city say of financing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tenancy import acting_as
from pages.todo import todo_for
from tests.financing.credits import line, reported
from tests.financing.demands import at, done, make_overdue, offered, posted
from tests.financing.listing import listed, proposed


@pytest.fixture
def entry(people, holder):
    return listed(people)


def texts(rows):
    return [row.text for row in rows]


def test_enterprise_is_told_of_questions_offers_and_loans_that_fall_due(
    entry, people, bank, other_bank
):
    demand = posted(people.staff, bank, other_bank)
    done(bank, at(bank, demand), "ask", "请补充流水")
    offered(other_bank, at(other_bank, demand))
    soon = str(timezone.localdate() + timedelta(days=30))
    reported(bank, line(entry, due_on=soon))
    with acting_as(people.staff):
        assert texts(todo_for(people.staff)) == [
            "1 家银行请您补充融资资料",
            "1 家银行报了融资方案，请比较选定",
            "1 笔贷款 90 天内到期，可申请续贷",
        ]


def test_enterprise_without_anything_is_told_nothing(people, holder):
    with acting_as(people.staff):
        assert todo_for(people.staff) == []


def test_city_is_told_of_banks_past_their_time(entry, people, bank, signed_in):
    make_overdue(at(bank, posted(people.staff, bank)))
    with acting_as(people.city):
        rows = [row for row in todo_for(people.city) if row.kind == "银行"]
    assert texts(rows) == ["1 项融资需求银行超期没有答复"]
    assert "银行超期没有答复" in signed_in(people.city).get("/home/").content.decode()


def test_city_is_told_of_proposals_for_the_list(people, holder):
    proposed(people)
    with acting_as(people.city):
        (row,) = [row for row in todo_for(people.city) if row.kind == "名单库"]
    assert (row.text, row.url.endswith("?state=proposed")) == ("1 家企业等待审定入库", True)
