"""From an unusual offer to the one that was chosen, and to the credit that is to be reported."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as
from financing.demands.actions.post_demand import choose_offer
from financing.demands.machine import last_offer
from tests.financing.credits import line, reported
from tests.financing.demands import at, done, fresh, offered, posted
from tests.financing.listing import listed
from tests.financing.reading import tick_on

TODAY = timezone.localdate()


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


@pytest.fixture
def handling(entry, people, bank):
    return at(bank, posted(people.staff, bank))


@pytest.fixture
def chosen(handling, people, bank):
    offered(bank, handling)
    with acting_as(people.staff):
        return choose_offer(people.staff, handling.pk)


def number_of(handling, bank):
    with acting_as(bank):
        return handling.demand.number


def sent_offer(client, handling, **more):
    terms = {
        "amount": "280", "term_months": "12", "rate": "3.45", "guarantee": "credit",
        "repayment": "at_end", "valid_to": str(TODAY + timedelta(days=10)),
        "version": handling.version,
    }  # fmt: skip
    address = reverse("financing:bank_act", args=[handling.pk, "offer"])
    return client.post(address, {**terms, **more})


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"amount": "2000"}, "amount", "企业需要 300 万元，方案是 2,000 万元"),
        ({"amount": "30"}, "amount", "企业需要 300 万元，方案是 30 万元"),
        ({"rate": "0.035"}, "rate", "3.5% 请填 3.5"),
    ],
)
def test_unusual_offer_is_asked_about_and_taken_when_it_is_so(
    handling, bank, signed_in, more, field, said
):
    client = signed_in(bank)
    page = client.get(reverse("financing:bank_demand", args=[handling.pk]))
    assert 'name="is_checked"' not in page.content.decode()
    refused = sent_offer(client, handling, **more)
    assert refused.status_code == 422 and said in refused.content.decode()
    assert 'name="is_checked"' in refused.content.decode()
    assert sent_offer(client, handling, **more, is_checked=tick_on(refused)).status_code == 302
    with acting_as(bank):
        offer = last_offer(handling)
    assert getattr(offer, field) == Decimal(more[field]) and offer.is_checked


def test_checked_figure_is_not_asked_again_with_another_term(handling, bank):
    offered(bank, handling, amount=Decimal(2000), is_checked=True)
    offered(bank, fresh(handling), amount=Decimal(2000), term_months=24)


def test_tick_does_not_hold_for_another_figure(handling, bank, signed_in):
    client = signed_in(bank)
    tick = tick_on(sent_offer(client, handling, amount="2000"))
    other = sent_offer(client, handling, amount="20000", is_checked=tick)
    assert other.status_code == 422 and "方案是 20,000 万元" in other.content.decode()
    assert sent_offer(client, handling, amount="20000", is_checked="on").status_code == 422
    tick = tick_on(other)
    assert sent_offer(client, handling, amount="20000", is_checked=tick).status_code == 302
    with acting_as(bank):
        assert last_offer(handling).amount == Decimal(20000)


def test_usual_offer_is_not_asked_about(handling, bank):
    offered(bank, handling, amount=Decimal(600))


def test_offer_without_interest_is_refused(handling, bank):
    with pytest.raises(RuleViolation) as refused:
        offered(bank, handling, rate=Decimal(0))
    assert "大于 0" in refused.value.errors["rate"]


def test_offer_is_confirmed_with_its_figures(handling, bank, signed_in):
    page = signed_in(bank).get(reverse("financing:bank_demand", args=[handling.pk]))
    question = "需要 300 万元，方案 {amount} 万元、{term_months} 个月、年利率 {rate}%"
    assert question in page.content.decode()


def test_chosen_offer_stays_on_the_home_until_it_is_reported(chosen, entry, bank, signed_in):
    client = signed_in(bank)
    page = client.get("/home/")
    assert "1 家企业选定了贵行，等待反馈授信" in page.content.decode()
    address = f"{reverse('financing:report_credit')}?handling={chosen.pk}"
    assert address in page.content.decode()
    rows = client.get(reverse("financing:bank_demands"), {"desk": "to_report"})
    assert [row.pk for row in rows.context["page"].rows] == [chosen.pk]
    number = number_of(chosen, bank)
    reported(bank, line(entry, "OWN-7", state="granted", demand=number))
    assert client.get("/home/").context["desk"].chosen == []
    demand_page = client.get(reverse("financing:bank_demand", args=[chosen.pk]))
    again = reverse("financing:report_again", args=["OWN-7"])
    assert demand_page.context["feedback_url"] == again


def test_demand_that_is_not_the_enterprises_is_not_reported_on(chosen, entry, bank, other_bank):
    number = number_of(chosen, bank)
    for bank_, said in ((bank, f"{number}9"), (other_bank, number)):
        (result,) = reported(bank_, line(entry, demand=said))
        assert list(result.errors) == ["demand"]


def test_declined_demand_leaves_nothing_to_report(handling, bank, signed_in):
    done(bank, handling, "decline", "负债率偏高", "debt")
    assert signed_in(bank).get("/home/").context["desk"].to_report == 0
