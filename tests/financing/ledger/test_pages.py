"""The journey of a payment in the browser's requests: from the budget to the closed batch."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from financing.ledger.actions.carry_out import carry_out
from financing.ledger.payable_machine import MACHINE as PAYABLE
from financing.models import (
    BudgetChange,
    Fund,
    FundYear,
    Payable,
    PayeeAccount,
    PaymentBatch,
    Recovery,
)
from lifecycle.transitions import TransitionInput
from tests.financing.ledger import money
from tests.financing.ledger.money import line, orders


def all_of(model):
    with system_scope(reason="test"):
        return list(model.objects.order_by("pk"))


def text(answer):
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def post(client, page, *args, **data):
    answer = client.post(reverse(f"financing:{page}", args=args), data, follow=True)
    return text(answer)


def get(client, name, *args, **query):
    return text(client.get(reverse(f"financing:{name}", args=args), query))


def test_fund_gets_its_budget_from_two_officers(people, signed_in):
    client = signed_in(people.city)
    fields = {"code": "jigai", "name": "示例技改资金", "payer_name": "示例国库"}
    assert "请下达年度预算" in post(client, "fund_new", **fields)
    [fund] = all_of(Fund)
    post(client, "first_budget", fund.pk, year=2026, amount="1,000,000.00", document="示例 1 号")
    [change] = all_of(BudgetChange)
    version = {"version": change.version}
    assert "提出人不能批准" in get(client, "fund_year", change.fund_year_id)
    page = post(signed_in(people.city2), "budget_act", change.pk, "approve", **version)
    assert "预算已用 0.00%" in page
    assert "1,000,000.00" in page
    [year] = all_of(FundYear)
    assert year.available == 1_000_000


def test_budget_is_not_lowered_below_what_is_promised(people, signed_in, year, payables):
    client = signed_in(people.city)
    sent = {"kind": "lower", "amount": "746870.01", "document": "示例 2 号"}
    answer = client.post(reverse("financing:budget_propose", args=[year.pk]), sent)
    assert answer.status_code == 422
    assert "最多可调减 746,870.00 元" in answer.content.decode()


def test_past_day_that_cannot_be_is_refused_at_its_field(people, signed_in, year):
    url = reverse("financing:fund_year", args=[year.pk])
    client = signed_in(people.city)
    assert client.get(url, {"on": "2999-01-01"}).status_code == 422
    assert "还没有预算" in get(client, "fund_year", year.pk, on="2020-01-01")


def test_payment_goes_from_the_list_to_a_closed_batch(people, signed_in, year, payables):
    client = signed_in(people.city)
    assert "253,130.00" in get(client, "payables")
    chosen = {"bulk": "batch", "row": [one.pk for one in payables]}
    page = text(client.post(reverse("financing:payables"), chosen, follow=True))
    [batch] = all_of(PaymentBatch)
    assert "3 笔 253,130.00 元，制单中" in page
    assert "已提交" not in post(client, "batch_act", batch.pk, "submit", version=batch_version())
    second = signed_in(people.city2)
    post(second, "batch_act", batch.pk, "release", version=batch_version())
    page = post(second, "batch_act", batch.pk, "send", version=batch_version())
    assert "已送银行，等导入回单" in page
    text_file = second.get(reverse("financing:batch_file", args=[batch.pk, "txt"]))
    content = b"".join(text_file.streaming_content).decode()
    assert content.count("\r\n") == 5
    assert content.splitlines()[-1].startswith("合计|3|")
    assert "|253130.00|" in content
    page = answered(people, signed_in, batch)
    assert "3 笔中 1 笔已付；2 笔待处理" in page
    assert "对平" in page
    wrong, returned = orders(batch)[1:]
    client = signed_in(people.city)
    post(client, "order_clear", wrong.pk, "short", note="银行复函 1 号")
    page = post(client, "order_clear", returned.pk, "returned", note="账户已销户")
    assert "3 笔已全部对平" in page
    closed = signed_in(people.city2)
    assert "批次已关闭" in post(closed, "batch_act", batch.pk, "close", version=batch_version())
    for name in ("batches", "funds", "ledger_replay"):
        get(closed, name)
    get(closed, "batch_orders", batch.pk)
    assert "在途 → 已付" in get(closed, "ledger_entries", year.pk)


def batch_version():
    [batch] = all_of(PaymentBatch)
    return batch.version


def answered(people, signed_in, batch):
    """The bank's file: one paid, one with the wrong amount, one that came back."""
    first, second, third = orders(batch)
    lines = [
        line(first, 2),
        line(second, 3, amount=Decimal("92300.00"), told="金额数字颠倒"),
        line(third, 4),
        line(third, 5, direction="R", told="收款账户已销户"),
    ]
    file = money.upload(money.receipts_text(batch.number, lines))
    client = signed_in(people.city)
    return post(client, "batch_receipts", batch.pk, file=file)


def test_wrong_file_says_what_is_wrong_beside_the_field(people, signed_in, batch):
    client = signed_in(people.city)
    url = reverse("financing:batch_receipts", args=[batch.pk])
    answer = client.post(url, {"file": money.upload(b"a|b\r\n1|2\r\n")})
    assert answer.status_code == 422
    assert "回单文件缺少列" in answer.content.decode()
    assert client.post(url, {}).status_code == 422


def test_account_is_entered_by_one_and_confirmed_by_another(people, signed_in, case):
    client = signed_in(people.staff)
    fields = {
        "holder": people.staff.organisation_name, "bank": "102", "branch": "崂山支行",
        "cnaps": "102452000010", "number": "8020 1020 0001 234", "again": "802010200001234",
    }  # fmt: skip
    answer = client.post(reverse("financing:own_account"), fields | {"cnaps": "103452000010"})
    assert "前三位 103 是中国农业银行的" in answer.content.decode()
    assert "等待确认" in post(client, "own_account", **fields)
    [account] = all_of(PayeeAccount)
    assert "录入人不能确认" in get(client, "own_account")
    page = post(signed_in(people.colleague), "account_act", account.pk, "confirm", version=1)
    assert "资金支付到 ···· 1234" in page
    assert "802010200001234" not in page


def test_recovery_goes_from_the_payment_to_the_last_instalment(people, signed_in, batch):
    [first, *_] = orders(batch)
    money.imported(people.city, batch, [line(one, n) for n, one in enumerate(orders(batch), 2)])
    client = signed_in(people.city)
    said = {"cause": "goal", "amount": "50000", "note": "目标未完成"}
    page = reverse("financing:recovery_propose", args=[first.payable_id])
    seen = client.post(page, said).context["worked"].sha256
    post(client, "recovery_propose", first.payable_id, **said, seen=seen)
    [recovery] = all_of(Recovery)
    assert "提出人不能决定" in get(client, "recovery", recovery.pk)
    second = signed_in(people.city2)
    page = post(
        second, "recovery_act", recovery.pk, "notice", version=1, number="示例追〔2026〕1号",
        day="2027-06-30",
    )  # fmt: skip
    assert "还有 50,000.00 元待缴回" in page
    notice = second.get(reverse("financing:recovery_notice", args=[recovery.pk, "docx"]))
    assert notice.status_code == 200
    own = signed_in(people.staff)
    assert "需缴回" in get(own, "own_payments")
    second = signed_in(people.city2)
    today = timezone.localdate().isoformat()
    said = {"number": "JK-1", "amount": "20000", "day": today, "version": 2}
    assert "还有 30,000.00 元待缴回" in post(second, "recovery_act", recovery.pk, "receive", **said)
    said |= {"number": "JK-2", "amount": "30000", "version": 3}
    assert "已缴清" in post(second, "recovery_act", recovery.pk, "receive", **said)
    assert "已追回" in get(second, "funds")


@pytest.mark.parametrize("duty", [Duty.LEADER, Duty.AUDITOR])
def test_leader_and_auditor_read_and_change_nothing(as_actor, signed_in, batch, duty):
    client = signed_in(as_actor(duty))
    for name in ("funds", "payables", "batches", "recoveries"):
        get(client, name)
    page = get(client, "batch", batch.pk)
    assert "导入并对账" not in page
    assert client.post(reverse("financing:batch_act", args=[batch.pk, "close"])).status_code == 403


def test_enterprise_reads_what_it_is_paid_and_by_which_clause(people, signed_in, payables):
    page = get(signed_in(people.staff), "own_payments")
    assert "还有 253,130.00 元待支付" in page
    assert "第五条" in page
    assert all_of(Payable)


def test_a_refused_choice_comes_back_with_its_filter_and_its_ticks(people, signed_in, year, case):
    first, second = money.granted(people.city, case, "100000.00", "93200.00")
    address = f"{reverse('financing:payables')}?state=due&sort=-due_on"
    answer = signed_in(people.city).post(address, {"bulk": "batch", "row": [second.pk]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "企业还没有收款账户" in page
    assert answer.context["list"].filter.chosen
    assert answer.context["list"].sort_key == "due_on"
    ticked = re.findall(r'name="row" value="(\d+)" checked', page)
    assert ticked == [str(second.pk)]
    assert f'value="{first.pk}"' in page


def test_payables_add_up_what_is_open_apart_from_what_was_cancelled(people, signed_in, payables):
    with acting_as(people.city):
        carry_out(PAYABLE, people.city, payables[0].pk, "cancel", TransitionInput(reason="示例"))
    page = re.sub(r"<[^>]+>", "", get(signed_in(people.city), "payables"))
    assert "筛选范围内待支付 153,130.00 元 · 已取消 100,000.00 元" in page


def test_payables_whose_enterprise_has_no_account_are_found(
    people, signed_in, payables, others, batch_of_cases, district
):
    case = money.case_of(others.staff, district.pk, batch_of_cases)
    (lacking,) = money.granted(people.city, case, "70000.00")
    client = signed_in(people.city)
    page = get(client, "payables", account="lacking")
    assert lacking.payee_name in page and "70,000.00" in page and "93,200.00" not in page
    assert "70,000.00" not in get(client, "payables", account="ready")
