"""What a bank's officer works with: home, demands, from an offer to the feedback, the list."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actors import home_of
from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from enterprises.rules.credit_code import complete_credit_code
from financing.demands.actions.post_demand import MOST_OPEN, choose_offer
from financing.demands.forms import USUAL_OFFER, OfferForm
from financing.demands.machine import last_offer
from financing.feedback.actions.request_renewal import DECLARATIONS, request_renewal
from financing.feedback.shape import FIELDS
from financing.line.actions.save_webhook import send_test
from financing.models import (
    DemandHandling,
    FeedRow,
    LoanDemand,
    LoanOffer,
    Webhook,
    WebhookDelivery,
)
from financing.whitelist.actions.save_plan import PlanTerms, save_plan
from tests.financing.credits import credit, line, reported
from tests.financing.demands import at, done, make_overdue, offered, posted
from tests.financing.listing import consented, listed
from tests.procedures.test_pages import queries_of

TODAY = timezone.localdate


@pytest.fixture
def entry(people, holder, bank):
    return listed(people)


def in_days(days):
    return str(TODAY() + timedelta(days=days))


def sheet_of(answer):
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


# --- home -----------------------------------------------------------------------------------------


def test_home_names_what_is_overdue_first(entry, people, bank, signed_in):
    late, today, open_ = (at(bank, posted(people.staff, bank)) for _ in range(3))
    make_overdue(late, days=3)
    make_overdue(today, days=0)
    page = signed_in(bank).get("/home/")
    desk, text = page.context["desk"], page.content.decode()
    assert [one.pk for one in desk.demands] == [late.pk, today.pk, open_.pk]
    assert (desk.waiting, desk.overdue, desk.due_today) == (3, 1, 1)
    assert "1 项融资需求已超期，共 3 项等待答复" in text
    assert "已超期 3 天" in text and "今天到期" in text and "还有 30 天" in text
    assert reverse("financing:bank_demand", args=[late.pk]) in text


def test_home_of_a_bank_with_nothing_to_do_says_so(entry, bank, signed_in):
    text = signed_in(bank).get("/home/").content.decode()
    assert "没有等待答复的融资需求" in text and "没有要跟进的到期贷款" in text


def test_loan_is_followed_up_until_its_renewal_is_reported(entry, bank, signed_in):
    soon = line(entry, "OLD-1", due_on=in_days(20), paid_out_on=in_days(-300),
                contacted_on=in_days(-310))  # fmt: skip
    reported(bank, soon, line(entry, "LATER", due_on=in_days(200)))
    client = signed_in(bank)
    page = client.get("/home/")
    assert [one.reference for one in page.context["desk"].loans] == ["OLD-1"]
    assert reverse("financing:report_again", args=["OLD-1"]) in page.content.decode()
    listed_ = client.get(reverse("financing:feedback"), {"state": "to_follow_up"})
    assert [one.reference for one in listed_.context["page"].rows] == ["OLD-1"]
    new = line(entry, "NEW-1", renewal="without_repayment", paid_out_on=in_days(-1), renews="OLD-1")
    reported(bank, new)
    assert client.get("/home/").context["desk"].loans == []


def test_settled_loan_is_not_followed_up(entry, bank, signed_in):
    settled = line(entry, due_on=in_days(20), state="settled", settled_on=str(TODAY()), balance="0")
    reported(bank, settled)
    assert signed_in(bank).get("/home/").context["desk"].running_out == 0


def given_up(bank, number):
    with acting_as(bank):
        webhook = Webhook.objects.create(
            **home_of(bank), name="核心系统", url="https://bank.example.com/hook",
            created_by_id=bank.user_id,
        )  # fmt: skip
        for _ in range(number):
            send_test(bank, webhook.pk)
        WebhookDelivery.objects.update(state="dead", ended_at=timezone.now())
    return webhook


def test_home_tells_of_messages_that_were_given_up(entry, bank, as_actor, signed_in):
    webhook = given_up(bank, 2)
    address = reverse("financing:webhook", args=[webhook.pk])
    text = signed_in(bank).get("/home/").content.decode()
    assert "“核心系统”有" in text and address in text
    with system_scope(reason="test"):
        organisation = webhook.organisation
    officer = as_actor(Duty.BANK_OFFICER, organisation=organisation)
    text = signed_in(officer).get("/home/").content.decode()
    assert "请贵行管理员" in text and address not in text


def test_home_sums_up_the_year_of_this_bank_alone(entry, bank, other_bank, signed_in):
    first = {"contacted_on": f"{TODAY().year}-01-01"}
    reported(
        bank,
        line(entry, "A-1", **first, renewal="without_repayment"),
        line(entry, "A-2", **first, state="granted", paid_out=None, paid_out_on=None,
             due_on=None, balance=None),
        line(entry, "A-3", contacted_on=f"{TODAY().year - 1}-12-31"),
    )  # fmt: skip
    reported(other_bank, line(entry, "B-1", **first))
    year = signed_in(bank).get("/home/").context["desk"].year
    assert (year.given, year.credit_line, year.paid_out, year.without_repayment) == (
        2, Decimal(1000), Decimal(300), 1,
    )  # fmt: skip


def test_home_asks_the_same_whatever_there_is(entry, people, bank, signed_in):
    client = signed_in(bank)
    posted(people.staff, bank)
    reported(bank, line(entry, due_on=in_days(5)))
    given_up(bank, 1)
    few = queries_of(client, "/home/", None)
    for _ in range(MOST_OPEN - 1):
        posted(people.staff, bank)
    reported(bank, *(line(entry, f"B-{number}", due_on=in_days(9)) for number in range(20)))
    given_up(bank, 3)
    assert queries_of(client, "/home/", None) == few


# --- demands --------------------------------------------------------------------------------------


@pytest.fixture
def three(entry, people, bank):
    """Handlings: due in 30 days, in 10, and one that was declined."""
    first, second, third = (at(bank, posted(people.staff, bank)) for _ in range(3))
    make_overdue(second, days=-10)
    done(bank, third, "decline", "额度不足", "bank_limit")
    return first, second, third


def test_bank_begins_with_what_waits_the_soonest_first(three, bank, signed_in):
    first, second, third = three
    client, address = signed_in(bank), reverse("financing:bank_demands")
    rows = client.get(address).context["page"].rows
    assert [one.pk for one in rows] == [second.pk, first.pk]
    everything = client.get(address, {"desk": "all"}).context["page"].rows
    assert [one.pk for one in everything] == [third.pk, second.pk, first.pk]


def test_city_still_begins_with_every_demand(three, people, signed_in):
    page = signed_in(people.city).get(reverse("financing:demands"))
    assert len(page.context["page"].rows) == 3


def test_queue_is_read_in_its_order_from_an_index(three, bank):
    with acting_as(bank), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        rows = DemandHandling.objects.waiting_for_bank().order_by("due_on", "id")[:51]
        assert "demand_handling_queue" in rows.explain()


def test_renewal_is_marked(entry, people, bank, signed_in):
    reported(bank, line(entry, due_on=in_days(30)))
    with acting_as(people.staff):
        request_renewal(people.staff, credit().pk, "", tuple(DECLARATIONS))
    client = signed_in(bank)
    assert "无还本续贷" in client.get(reverse("financing:bank_demands")).content.decode()
    headings, row = sheet_of(client.get(reverse("financing:bank_demands"), {"export": "xlsx"}))
    cells_ = dict(zip(headings, row, strict=True))
    assert (cells_["无还本续贷"], cells_["原业务编号"]) == ("是", "A-1")
    assert cells_["企业名称"] == entry.enterprise_name


def test_export_honours_the_filter(three, bank, other_bank, signed_in):
    address = reverse("financing:bank_demands") + "?export=xlsx"
    client = signed_in(bank)
    assert len(sheet_of(client.get(address))) == 1 + 2
    (_, row) = sheet_of(client.get(f"{address}&desk=declined"))
    assert row[-1] == "本行额度或政策限制"
    assert len(sheet_of(signed_in(other_bank).get(f"{address}&desk=all"))) == 1


def test_further_offer_begins_with_the_last(entry, people, bank, signed_in):
    handling = at(bank, posted(people.staff, bank))
    address = reverse("financing:bank_demand", args=[handling.pk])
    client = signed_in(bank)
    first = client.get(address).context["acts"]
    assert "修改方案" not in [one["label"] for one in first]
    more = {"other_costs": "评估费 2000 元", "conditions": "提供合同"}
    offered(bank, handling, rate=Decimal("3.2"), **more)
    page = client.get(address)
    act = next(one for one in page.context["acts"] if one["transition"].name == "offer")
    assert (act["label"], act["form"]["rate"].value()) == ("修改方案", "3.2")
    assert act["form"]["other_costs"].value() == "评估费 2000 元"
    made = page.content.decode().split("<h2>已报方案</h2>")[1]
    assert all(told in made for told in ("到期还本、按期付息", "评估费 2000 元", "提供合同"))


def test_offer_that_lapsed_is_to_name_a_new_last_day():
    offer = LoanOffer(amount=Decimal("280.00"), rate=Decimal("3.200"), valid_to=TODAY())
    assert OfferForm(LoanDemand(), last=offer)["valid_to"].value() == TODAY()
    offer.valid_to = TODAY() - timedelta(days=1)
    form = OfferForm(LoanDemand(), last=offer)
    assert form["valid_to"].value() == TODAY() + USUAL_OFFER
    assert (form["amount"].value(), form["rate"].value()) == ("280", "3.2")


# --- from the offer to the feedback ---------------------------------------------------------------


@pytest.fixture
def chosen(entry, people, bank):
    demand = posted(people.staff, bank)
    offered(bank, at(bank, demand), rate=Decimal("3.2"))
    with acting_as(people.staff):
        choose_offer(people.staff, at(bank, demand).pk)
    return at(bank, demand)


def test_chosen_offer_leads_to_a_filled_in_feedback(chosen, entry, bank, signed_in):
    client = signed_in(bank)
    demand_page = reverse("financing:bank_demand", args=[chosen.pk])
    address = client.get(demand_page).context["feedback_url"]
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in FIELDS}
    with acting_as(bank):
        offer = last_offer(chosen)
    assert offer is not None
    assert (values["reference"], values["credit_code"]) == (None, entry.credit_code)
    assert (values["credit_line"], values["rate"], values["guarantee"]) == ("280", "3.2", "credit")
    assert values["contacted_on"] == timezone.localdate(chosen.sent_at)
    typed = {**values, "reference": "QD-1"}
    client.post(address, {name: value for name, value in typed.items() if value})
    assert (credit("QD-1").state, credit("QD-1").credit_line) == ("granted", offer.amount)
    again = reverse("financing:report_again", args=["QD-1"])
    assert client.get(demand_page).context["feedback_url"] == again


def test_nothing_is_filled_in_before_the_choice_or_for_another_bank(
    entry, people, bank, other_bank, signed_in
):
    handling = at(bank, posted(people.staff, bank))
    offered(bank, handling)
    address = reverse("financing:report_credit")
    for actor in (bank, other_bank):
        assert signed_in(actor).get(address, {"handling": handling.pk}).status_code == 404
    page = signed_in(bank).get(reverse("financing:bank_demand", args=[handling.pk]))
    assert page.context["feedback_url"] == ""


# --- the list -------------------------------------------------------------------------------------


def test_list_is_filtered_by_what_is_between_the_two(entry, people, bank, other_bank, signed_in):
    client, address = signed_in(bank), reverse("financing:bank_list")

    def found():
        return [
            len(client.get(address, {"has": name}).context["page"].rows)
            for name in ("demand", "credit", "plan")
        ]

    reported(other_bank, line(entry))
    posted(people.staff, other_bank)
    assert found() == [0, 0, 0]
    posted(people.staff, bank)
    reported(bank, line(entry), line(entry, "A-2"))
    with acting_as(bank):
        save_plan(bank, entry.credit_code, PlanTerms(
            measures="信用贷款", manager_name="示例", manager_phone="0532-55500009",
            valid_from=TODAY(), valid_to=TODAY() + timedelta(days=30),
        ))  # fmt: skip
    assert found() == [1, 1, 1]
    (row,) = client.get(address).context["page"].rows
    assert (row.demand_count, row.credit_count, row.has_plan) == (1, 2, True)


def test_list_is_filtered_by_the_group_consented_to(entry, people, bank, signed_in):
    consented(people.staff, bank, ("figures",))
    client, address = signed_in(bank), reverse("financing:bank_list")
    found = {
        group: len(client.get(address, {"consent": group}).context["page"].rows)
        for group in ("given", "none", "figures", "identity")
    }
    assert found == {"given": 1, "none": 0, "figures": 1, "identity": 0}


def test_export_of_the_list_has_the_columns_of_the_page(entry, bank, signed_in):
    reported(bank, line(entry))
    headings, row = sheet_of(signed_in(bank).get(f"{reverse('financing:bank_list')}?export=xlsx"))
    cells_ = dict(zip(headings, row, strict=True))
    assert cells_["企业名称"] and cells_["入库日期"].date() == TODAY()
    assert (cells_["融资需求（项）"], cells_["授信（笔）"], cells_["支持方案"]) == (0, 1, "无")


def test_list_asks_the_same_whatever_its_length(entry, bank, as_actor, district, signed_in):
    client, address = signed_in(bank), reverse("financing:bank_list")
    few = queries_of(client, address, 1)
    with system_scope(reason="test"):
        row = FeedRow.objects.get(bank_id=bank.organisation_id)
        for number in range(1, 21):
            other = Enterprise.objects.create(
                organisation_id=as_actor(Duty.ENTERPRISE_STAFF).organisation_id,
                district=district, name=f"示例{number}有限公司",
                credit_code=complete_credit_code("91370212", f"MA00{number:04}"),
            )  # fmt: skip
            FeedRow.objects.create(
                organisation_id=other.pk, district=district, bank_id=row.bank_id,
                credit_code=other.credit_code, bare=row.bare, listed_until=row.listed_until,
                seq=row.seq + number,
            )  # fmt: skip
    assert queries_of(client, address, 21) == few
