"""送出之后: where a claim is, who has it and what its enterprise has to do, state by state."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import acting_as, system_scope
from financing.models import CutNotice, Payable, SubsidyClaim
from financing.subsidies.after_sending import FEWEST, AfterSending, after_sending
from financing.subsidies.money.whereabouts import whereabouts
from procedures.models import Application
from tests.financing.ledger import money
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.review import claims
from tests.procedures import filings


def told(people: SimpleNamespace, claim: SubsidyClaim, **state: object) -> AfterSending:
    """What the enterprise reads, of the case with `state`."""
    with acting_as(people.staff):
        rows = SubsidyClaim.objects.select_related(
            "application__scheme_version__scheme", "application__district", "application__batch"
        )
        fresh = rows.get(pk=claim.pk)
        for name, value in state.items():
            setattr(fresh.application, name, value)
        return after_sending(fresh, whereabouts(people.staff, fresh))


def current(found: AfterSending) -> str:
    return next((one.label for one in found.steps if one.state in ("current", "stopped")), "")


@pytest.mark.parametrize(
    ("state", "stage", "words"),
    [
        ("district_review", "初审", "正在初审"),
        ("city_review", "市级核定", "正在核定"),
        ("proposed", "公示", "等待公示"),
        ("approved", "拨付到账", "已审定"),
    ],
)
def test_each_state_says_where_the_claim_is(people, claim, state, stage, words):
    found = told(people, claim, state=state)
    assert current(found).endswith(stage) and words in found.told


def test_a_draft_says_until_when_it_may_be_sent(people, claim):
    found = told(people, claim, state="draft", submitted_at=None)
    assert current(found) == "送出" and "前" in found.steps[0].lines[0]
    assert "15 个工作日" in found.told


def test_what_waits_names_its_day_and_what_is_left(people, claim):
    found = told(people, claim, state="city_review", stage_due_on=date(2099, 1, 5))
    assert "2099年1月5日" in found.told and "还剩" in found.told
    late = told(people, claim, state="city_review", stage_due_on=date(2026, 1, 5))
    assert "已超过期限" in late.told


def test_a_returned_claim_stands_where_it_was_returned_from(people, claim):
    found = told(people, claim, state="returned", returned_from="district_review")
    assert current(found).endswith("初审") and "请您补正" in found.told


def test_a_cut_that_waits_for_its_answer_comes_first(people, claim):
    with system_scope(reason="test"):
        CutNotice.objects.create(
            **claim.home, claim=claim, stage="audited", amount_before=2, amount_now=1, lines=[],
            due_on=date(2099, 1, 5),
        )  # fmt: skip
    assert "只能答复一次" in told(people, claim, state="city_review").told


def test_money_is_followed_into_the_account(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    assert "等待主管部门付款" in told(people, claim).told
    steps.paid(people, filings.fresh(case))
    found = told(people, claim)
    assert "已到账" in found.told and current(found) == ""
    assert all(one.state == "done" for one in found.steps)


def paid_after(people: SimpleNamespace, claim: SubsidyClaim, days: int) -> None:
    """Another case of the scheme whose money came so many days after it was sent."""
    other = claims.claim(people.staff, claim.district_id, claim.application.batch, state="approved")
    case = other.application
    with system_scope(reason="test"):
        year = money.fund(f"other-{case.pk}").years.create(year=2026)
        Application.objects.filter(pk=case.pk).update(
            submitted_at=timezone.now() - timedelta(days=days)
        )
        Payable.objects.create(
            **case.home, application=case, fund_year=year, number=1, label="第 1 期",
            payee_name="示例", scheme_title="示例", fund_name="示例", fiscal_year=2026, amount=1,
            state="paid", due_on=date(2026, 1, 1), paid_on=timezone.localdate(),
        )  # fmt: skip


def test_how_long_others_waited_is_told_of_enough_of_them(people, claim):
    for days in range(10, 10 + FEWEST - 1):
        paid_after(people, claim, days)
    assert told(people, claim).usual == ""
    paid_after(people, claim, 40)
    assert told(people, claim).usual == "近一年同项目 5 件：中位 12 天、九成 40 天内到账"


def test_the_page_of_lines_shows_it_to_the_enterprise_alone(people, claim, signed_in):
    address = reverse("financing:claim_lines", args=[claim.application_id])
    assert "送出之后" in signed_in(people.staff).get(address).content.decode()
    assert "送出之后" not in signed_in(people.city).get(address).content.decode()
