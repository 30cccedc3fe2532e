"""A claim from its first line to what is frozen with it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from financing.models import SubsidyClaim, SubsidyKey
from financing.subsidies.actions.explain_hit import explain_hit
from financing.subsidies.actions.save_goals import save_goals
from financing.subsidies.actions.withdraw_line import restore_line, withdraw_line
from financing.subsidies.duplicates import hits_of
from financing.subsidies.facts_of import facts_of
from financing.subsidies.gate import standing_of
from financing.subsidies.sums import recompute
from procedures.cases.actions.start_application import start_application
from procedures.models import Batch, Snapshot
from tests.financing.subsidies import claims
from tests.procedures import filings

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(people: SimpleNamespace) -> Batch:
    return claims.batch_of(claims.EQUIPMENT)


def test_a_draft_has_its_claim_from_the_beginning(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.draft(people.staff, batch)
    with acting_as(people.staff):
        claim = SubsidyClaim.objects.get(application_id=case.pk)
    assert (claim.fund_code, claim.fiscal_year) == ("technical_upgrading", 2026)


def test_the_worked_example_of_the_2021_rule(people: SimpleNamespace, batch: Batch) -> None:
    """Equipment 1,235, contribution 80 -> 197.60 + 8.00 = 205.60 万元 (domain-2 A2)."""
    case = claims.draft(people.staff, batch)
    claims.add(people.staff, case, claims.invoice(1, 10_350_000))
    claims.add(people.staff, case, claims.invoice(2, 2_150_000, paid="2000000"))
    with acting_as(people.staff):
        claim = claims.claim(case)
        assert claim.declared_amount == Decimal("2056000.00")
        assert [line.counted for line in claim.lines.all()] == [10_350_000, 2_000_000]


def test_a_loan_with_a_repayment_is_split(people: SimpleNamespace) -> None:
    """Half of 30 million is repaid on 1 July: 122 and 183 days of 1.05 % by 360."""
    batch = claims.batch_of(claims.LOANS)
    case = claims.draft(people.staff, batch)
    claims.add(people.staff, case, claims.loan(), "loan")
    with acting_as(people.staff):
        assert claims.claim(case).declared_amount == Decimal("266875.00")
    claims.add(people.staff, case, claims.loan(repayments="2025-07-01 15000000"), "loan", number=1)
    with acting_as(people.staff):
        loans = facts_of(claims.claim(case), "declared").loans
        assert [(one.begins, one.ends, one.balance) for one in loans] == [
            (date(2025, 3, 1), date(2025, 7, 1), 30_000_000),
            (date(2025, 7, 1), date(2025, 12, 31), 15_000_000),
        ]
        assert claims.claim(case).declared_amount == Decimal("186812.50")


def test_a_premium_counts_up_to_its_rate(people: SimpleNamespace) -> None:
    """Value 8,000,000, premium 192,000, counted 2 % = 160,000, 70 % -> 112,000 (domain-2 A4)."""
    case = claims.draft(people.staff, claims.batch_of(claims.PREMIUMS))
    typed = {
        "name": "减速机", "level": "provincial", "insurer": "示例保险", "policy_number": "P-1",
        "net": "8000000", "paid": "192000", "year": "1", "invoice_number": "2537" + "1" * 16,
        "invoiced_on": "2025-05-05",
    }  # fmt: skip
    line = claims.add(people.staff, case, typed, "insurance")
    assert line.counted == 160_000
    with acting_as(people.staff):
        assert claims.claim(case).declared_amount == Decimal("112000.00")


def test_a_withdrawn_line_stays_with_its_number(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.draft(people.staff, batch)
    for number in (1, 2):
        claims.add(people.staff, case, claims.invoice(number, 6_000_000))
    with acting_as(people.staff):
        withdraw_line(people.staff, case.pk, 2)
        claim = claims.claim(case)
        assert claim.declared_amount == Decimal("1040000.00")
        assert not SubsidyKey.objects.filter(line__number=2).exists()
    third = claims.add(people.staff, case, claims.invoice(3))
    assert third.number == 3
    with acting_as(people.staff):
        restore_line(people.staff, case.pk, 2)
        assert [line.counted for line in claims.claim(case).lines.all()] == [
            6_000_000, 6_000_000, 1_000_000,
        ]  # fmt: skip


def test_one_invoice_in_two_lines_is_a_block(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.draft(people.staff, batch)
    claims.add(people.staff, case, claims.invoice(1, 6_000_000))
    claims.add(people.staff, case, claims.invoice(1, 6_000_000))
    with acting_as(people.staff):
        claim = claims.claim(case)
        (hit,) = hits_of(claim)
        assert (hit.line, hit.is_block, hit.word) == (2, True, "重复")
        assert claim.declared_amount == Decimal("1040000.00")


def test_the_gate_names_everything_that_is_missing(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.draft(people.staff, batch)
    claims.add(people.staff, case, claims.invoice(1, 1_000_000))
    with acting_as(people.staff):
        missing = [one.text for one in standing_of(claims.claim(case)).missing]
    assert missing[:2] == ["第 1 行缺照片", "还没有填绩效目标"]
    assert missing[2].startswith("按现在的数据没有可以申请的金额：")
    with pytest.raises(RuleViolation, match="资金明细还有 3 处要处理"):
        filings.done(people.staff, case, "submit")


def test_goals_must_weigh_a_hundred(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.draft(people.staff, batch)
    goal = {
        "name": "投用率", "dimension": "quantity", "base": None, "direction": "at_least",
        "target": Decimal(1), "unit": "", "weight": Decimal(90), "source": "现场",
    }  # fmt: skip
    with acting_as(people.staff), pytest.raises(RuleViolation, match="应为 100，现为 90"):
        save_goals(people.staff, case.pk, [goal])


def test_what_is_sent_is_frozen(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    filings.done(people.staff, case, "submit")
    with acting_as(people.staff):
        part = Snapshot.objects.get(application=case).part
        assert part["sum"]["amount"] == "1040000.00"
        assert [one["number"] for one in part["lines"]] == [1]
        assert part["lines"][0]["files"][0]["role"] == "photo"
        assert sum(Decimal(one["weight"]) for one in part["goals"]) == 100
        with pytest.raises(NotPermitted):
            withdraw_line(people.staff, case.pk, 1)


def test_a_block_may_be_put_before_the_district(people: SimpleNamespace, batch: Batch) -> None:
    case = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    claims.add(people.staff, case, claims.invoice(1, 90_000))
    with acting_as(people.staff):
        (hit,) = hits_of(claims.claim(case))
        explain_hit(people.staff, case.pk, 2, hit.key, "发票分两次入账，请核对原件")
        (hit,) = hits_of(claims.claim(case))
        assert (hit.is_open, hit.word) == (False, "重复，待区市核对")
    filings.done(people.staff, filings.fresh(case), "submit")
    with acting_as(people.staff):
        assert claims.claim(case).declared_amount == Decimal("1040000.00")


def test_a_stage_is_computed_again_with_the_same_result(
    people: SimpleNamespace, batch: Batch
) -> None:
    case = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    with acting_as(people.staff):
        claim = claims.claim(case)
        assert recompute(claim, "declared").sha256 == recompute(claim, "declared").sha256
    with system_scope(reason="test"):
        assert recompute(claim, "district").amount == claim.declared_amount


def test_a_claim_filed_once_more_takes_its_lines_along(
    people: SimpleNamespace, batch: Batch
) -> None:
    case = claims.ready(people.staff, claims.draft(people.staff, batch), 1)
    case = filings.done(people.staff, case, "submit")
    filings.done(people.staff, case, "withdraw", "数据有误")
    with acting_as(people.staff):
        again, _ = start_application(people.staff, batch.pk, again=case.pk)
        claim = claims.claim(again)
        assert [line.counted for line in claim.lines.all()] == [6_000_000]
        assert claim.files.count() == 1 and claim.goals.count() == 2
        assert claim.declared_amount == Decimal("1040000.00")
        assert standing_of(claim).missing == []
