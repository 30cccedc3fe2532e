"""What an enterprise is shown that it can get, with the sums and the reasons."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tenancy import Actor, acting_as, system_scope
from financing.models import CreditFeedback, MarketRate, SubsidyClaim
from financing.subsidies.find.offer import FoundMoney
from financing.subsidies.find.offers import find_money
from financing.subsidies.find.pages import finding, total_rows
from procedures.models import Application, Batch
from schemes.models import SchemeVersion
from tests.financing.ledger import money
from tests.financing.subsidies import claims
from tests.procedures import factories

pytestmark = pytest.mark.django_db
D = Decimal
GROUP = {"group": "same_equipment", "label": "同一设备的投资类资金", "mode": "higher_of"}
VOUCHER = {
    "subject": "中小企业",
    "base": {"kind": "items", "label": "合同", "definition": "服务合同"},
    "formula": {"kind": "voucher", "percent": 50, "yearly_face": 20_000},
    "item_fields": ["contracts"],
}
FIXED = {
    "subject": "上市企业",
    "base": {"kind": "events", "label": "挂牌", "definition": "挂牌"},
    "formula": {
        "kind": "fixed", "events": [{"key": "listed", "label": "新三板挂牌", "amount": 1_200_000}]
    },
}  # fmt: skip
CERTIFIED = {
    "indicators": [
        {"key": "held", "label": "持证", "expression": "'little_giant' in certificates"},
    ],
    "criteria": [
        {
            "title": "条件",
            "criteria": [
                {
                    "key": "held", "label": "持有小巨人认定", "indicator": "held",
                    "comparison": "is_true", "source": "示例", "hint": "先申报认定",
                    "hint_url_name": "procedures:schemes", "unmet": "没有有效的认定",
                }
            ],
        }
    ],
}  # fmt: skip


def found(actor: Actor) -> FoundMoney:
    with acting_as(actor):
        return find_money(actor)


def with_conditions(batch: Batch, **part: object) -> Batch:
    """An open batch of another version of its scheme, with further parts of its definition."""
    with system_scope(reason="test"):
        version = SchemeVersion.objects.get(pk=batch.version_id)
        another = SchemeVersion.objects.create(
            scheme=version.scheme, label="第二版", state="published",
            valid_from=version.valid_from, source_document="示例文件",
            definition={**version.definition, **part},
        )  # fmt: skip
        now = timezone.now()
        Batch.objects.filter(pk=batch.pk).update(
            opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=8)
        )
        return Batch.objects.create(
            version=another, name="第二批", year=2026, opens_at=batch.opens_at,
            closes_at=batch.closes_at,
        )  # fmt: skip


def begun(people: SimpleNamespace, rule: dict[str, object], code: str) -> None:
    """A claim with machines of 12.35 million, as in domain-2 A2."""
    case = claims.draft(people.staff, claims.batch_of(rule, code))
    claims.add(people.staff, case, claims.invoice(1, 6_350_000))
    claims.add(people.staff, case, claims.invoice(2, 6_000_000))


def test_a_claim_that_was_begun_counts_by_its_lines(people: SimpleNamespace) -> None:
    begun(people, claims.EQUIPMENT, "equipment")
    [offer] = found(people.staff).ready
    assert offer.amount == offer.counts == D("2056000.00")
    assert "缺照片" in "".join(one.label for one in offer.to_do)


def test_the_title_says_how_many_and_how_much(people: SimpleNamespace) -> None:
    begun(people, claims.EQUIPMENT, "equipment")
    assert finding(found(people.staff), []) == "现在可申请 1 项，预计 205.60 万元"


def test_an_amount_that_needs_lines_is_not_guessed(people: SimpleNamespace) -> None:
    claims.batch_of(claims.EQUIPMENT, "equipment")
    here = found(people.staff)
    [offer] = here.ready
    assert offer.worked.sum is None and offer.worked.most == D(6_000_000)
    assert here.total == 0
    assert finding(here, []) == "现在可申请 1 项，金额填好后得出"


def loan(people: SimpleNamespace) -> None:
    with system_scope(reason="test"):
        MarketRate.objects.update_or_create(valid_from="2024-01-01", defaults={"rate": D("3.00")})
        CreditFeedback.objects.create(
            organisation_id=people.staff.organisation_id,
            district_id=people.staff.district_ids[0], bank_id=people.city.organisation_id,
            reference="R-1", credit_code="", enterprise_name="示例", state="paid_out",
            contacted_on="2025-02-01", rate=D("3.65"), paid_out=D(3000), paid_out_on="2025-03-01",
            reported_at=timezone.now(),
            due_on="2026-01-01",
        )  # fmt: skip


def test_a_loan_that_a_bank_reported_gives_the_interest(people: SimpleNamespace) -> None:
    """30 million for 306 days (1 March to the end of the year, both) at 35 % of the LPR."""
    claims.batch_of(claims.LOANS, "loans")
    with system_scope(reason="test"):
        MarketRate.objects.all().delete()
    loan(people)
    [offer] = found(people.staff).ready
    assert offer.amount == D("267750.00")  # 30,000,000 × 1.05 % × 306 ÷ 360
    assert offer.worked.basis == "按银行反馈的贷款估算"


def test_what_excludes_itself_is_said_on_both_rows_with_both_figures(
    people: SimpleNamespace,
) -> None:
    begun(people, {**claims.EQUIPMENT, "exclusion": GROUP}, "equipment")
    claims.batch_of({**claims.LOANS, "exclusion": GROUP}, "loans")
    with system_scope(reason="test"):
        MarketRate.objects.all().delete()
    loan(people)
    here = found(people.staff)
    first, second = here.ready
    assert (first.counts, second.counts) == (D("2056000.00"), 0)
    for offer in (first, second):
        assert "205.60" in offer.beside[0] and "26.78" in offer.beside[0]
    assert here.total == D("2056000.00")
    assert len(here.gettable) == 1


def test_the_rows_of_the_total_add_up(people: SimpleNamespace) -> None:
    begun(people, {**claims.EQUIPMENT, "exclusion": GROUP}, "equipment")
    claims.batch_of({**claims.LOANS, "exclusion": GROUP}, "loans")
    loan(people)
    here = found(people.staff)
    assert sum(one.amount for one in total_rows(here)) == here.total


def test_a_voucher_is_no_money(people: SimpleNamespace) -> None:
    claims.batch_of(VOUCHER, "voucher")
    here = found(people.staff)
    assert [one.note for one in total_rows(here)] == ["是券，不是拨款"]
    assert here.total == 0


def test_earlier_money_of_the_group_leaves_nothing_and_says_so(people: SimpleNamespace) -> None:
    paid = claims.batch_of({**claims.LOANS, "exclusion": GROUP}, "earlier")
    case = money.case_of(people.staff, people.staff.district_ids[0], paid)
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=case).update(
            approved_amount=D(9_000_000), exclusion_group="same_equipment"
        )
    begun(people, {**claims.EQUIPMENT, "exclusion": {**GROUP, "mode": "forbid"}}, "equipment")
    offer = next(one for one in found(people.staff).ready if one.begun)
    assert offer.worked.sum and offer.amount == offer.counts == 0
    assert "900.00 万元" in offer.worked.sum.refusals[0]
    assert offer.is_left_out


def test_a_decision_that_was_corrected_counts_no_more(people: SimpleNamespace) -> None:
    paid = claims.batch_of({**claims.LOANS, "exclusion": GROUP}, "earlier")
    district = people.staff.district_ids[0]
    wrong, right = (money.case_of(people.staff, district, paid) for _ in range(2))
    with system_scope(reason="test"):
        SubsidyClaim.objects.filter(application=wrong).update(
            approved_amount=D(9_000_000), exclusion_group="same_equipment"
        )
        SubsidyClaim.objects.filter(application=right).update(approved_amount=None)
        Application.objects.filter(pk=right.pk).update(corrects=wrong)
    begun(people, {**claims.EQUIPMENT, "exclusion": {**GROUP, "mode": "forbid"}}, "equipment")
    offer = next(one for one in found(people.staff).ready if one.begun)
    assert offer.amount == offer.counts > 0


def test_an_event_that_has_not_happened_is_one_step_away(people: SimpleNamespace) -> None:
    claims.batch_of(FIXED, "neeq")
    here = found(people.staff)
    assert not here.ready
    [offer] = here.near
    assert offer.lacks[0].url == reverse("financing:own_listing")


def test_what_needs_an_aid_that_is_lacking_is_not_gettable(people: SimpleNamespace) -> None:
    batch = claims.batch_of(claims.EQUIPMENT, "giants")
    with_conditions(batch, **CERTIFIED)
    here = found(people.staff)
    assert not here.ready
    [lack] = here.near[0].lacks
    assert (lack.label, lack.url) == ("持有小巨人认定", reverse("procedures:schemes"))


def test_a_batch_that_opens_later_is_coming(people: SimpleNamespace) -> None:
    batch = claims.batch_of(claims.EQUIPMENT, "later")
    with system_scope(reason="test"):
        Batch.objects.filter(pk=batch.pk).update(opens_at=batch.closes_at - timedelta(days=5))
    here = found(people.staff)
    assert [one.name for one in here.coming] == ["技术改造综合奖补"]
    assert not here.ready


def test_likely_money_comes_first(people: SimpleNamespace) -> None:
    claims.batch_of(VOUCHER, "voucher")
    begun(people, claims.EQUIPMENT, "equipment")
    assert [one.is_voucher for one in found(people.staff).ready] == [False, True]


def test_sixty_schemes_take_ten_queries(people: SimpleNamespace) -> None:
    for number in range(60):
        claims.batch_of(claims.EQUIPMENT if number % 2 else FIXED, f"scheme-{number}")
    found(people.staff)  # the definitions are read once a process
    with acting_as(people.staff), CaptureQueriesContext(connection) as queries:
        here = find_money(people.staff)
    assert here.number == 60
    assert len(queries) <= 10, queries


def test_queries_do_not_grow_with_claims(people: SimpleNamespace) -> None:
    begun(people, claims.EQUIPMENT, "one")
    found(people.staff)
    with acting_as(people.staff), CaptureQueriesContext(connection) as few:
        find_money(people.staff)
    begun(people, claims.EQUIPMENT, "two")
    found(people.staff)
    with acting_as(people.staff), CaptureQueriesContext(connection) as more:
        find_money(people.staff)
    assert len(more) == len(few) <= 15


def test_the_page_shows_the_worked_sum(
    people: SimpleNamespace, signed_in: Callable[[Actor], Client]
) -> None:
    begun(people, claims.EQUIPMENT, "equipment")
    page = signed_in(people.staff).get(reverse("financing:find_money")).content.decode()
    assert re.search(r"现在可申请 1 项，预计 205\.60 万元", page)
    assert "第六条（一）" in page and "合计怎样得出" in page


def test_anybody_may_try_figures_and_nothing_is_kept(
    client: Client, people: SimpleNamespace
) -> None:
    claims.batch_of(claims.EQUIPMENT, "equipment")
    url = reverse("financing:try_amount", args=["equipment"])
    assert client.get(reverse("financing:money_schemes")).status_code == 200
    typed = {
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-net": "12350000",
        "lines-0-paid": "12350000", "figure_contribution": "800000",
    }  # fmt: skip
    page = client.post(url, typed)
    assert page.status_code == 200
    assert "2,056,000.00" in page.content.decode()
    with system_scope(reason="test"):
        assert not SubsidyClaim.objects.exists()


def test_wrong_figures_are_told_at_their_field(client: Client, people: SimpleNamespace) -> None:
    claims.batch_of(claims.EQUIPMENT, "equipment")
    url = reverse("financing:try_amount", args=["equipment"])
    page = client.post(url, {"figure_contribution": "多"})
    assert page.status_code == 422


def test_fourth_offer_tells_its_conditions_when_asked(
    people: SimpleNamespace, signed_in: Callable[[Actor], Client]
) -> None:
    batches = [claims.batch_of(claims.EQUIPMENT, f"scheme-{number}") for number in range(4)]
    client = signed_in(people.staff)
    page = client.get(reverse("financing:find_money")).content.decode()
    assert page.count('class="conditions"') == 3
    (asked,) = re.findall(r'hx-get="([^"]+)"', page)
    assert asked in {reverse("financing:find_offer", args=[one.pk]) for one in batches}
    assert f'href="{asked}"' in page
    part = client.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert 'class="conditions"' in part and "<html" not in part
    whole = client.get(asked).content.decode()
    assert 'class="conditions"' in whole and "技术改造综合奖补" in whole


def test_batch_that_pays_nothing_is_no_offer(
    people: SimpleNamespace, signed_in: Callable[[Actor], Client]
) -> None:
    with system_scope(reason="test"):
        batch = factories.open_batch()
    page = reverse("financing:find_offer", args=[batch.pk])
    assert signed_in(people.staff).get(page).status_code == 404
