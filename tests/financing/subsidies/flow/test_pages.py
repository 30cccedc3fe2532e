"""Where the money is, on the pages of the case and of the payment."""

from django.urls import reverse

from accounts.tenancy import acting_as
from financing.ledger.conditions import instalment_may_be_paid
from tests.financing.subsidies.flow import steps


def shown(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_case_page_of_the_enterprise_follows_the_money(people, fund, claim, signed_in):
    case = steps.proposed(people, claim)
    client = signed_in(people.staff)
    assert "占用" in shown(client, "procedures:case", case.pk)
    steps.decided(people, case)
    assert "承诺" in shown(client, "procedures:case", case.pk)
    steps.paid(people, case)
    page = shown(client, "procedures:case", case.pk)
    assert "已付" in page and "2,056,000.00 元：已到账" in page
    assert (
        "列入批次" not in page and "证书" not in page.split("资金到哪了")[1].split("</section>")[0]
    )


def test_auditor_follows_a_payment_back_to_its_invoices(people, fund, claim, signed_in, as_actor):
    from accounts.duties import Duty

    case = steps.proposed(people, claim)
    steps.decided(people, case)
    steps.paid(people, case)
    auditor = signed_in(as_actor(Duty.AUDITOR))
    page = shown(auditor, "financing:payable", steps.payables(case)[0].pk)
    assert "从付款追到发票" in page and "示例资金" in page
    assert f"{3:020d}" in page and "第五条" in page


def test_list_shows_what_was_paid(people, fund, claim, signed_in):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    steps.paid(people, case)
    page = shown(signed_in(people.city), "financing:claims")
    assert "已付" in page and page.count("205.60") >= 2


def test_instalment_that_is_due_may_be_paid(people, fund, claim):
    case = steps.proposed(people, claim)
    steps.decided(people, case)
    with acting_as(people.city):
        assert instalment_may_be_paid(steps.payables(case)[0]) == []
