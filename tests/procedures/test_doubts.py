"""What looks wrong in a filing is answered before it is submitted, and the answer is kept."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.save_answer import save_answer
from procedures.cases.doubts import judged_draft
from procedures.cases.filed_paper import content_of
from procedures.cases.lifecycle import MACHINE
from procedures.models import Application, CaseEvent, Snapshot
from tests.procedures import filings
from tests.procedures.test_last_year import report

LAST_YEAR = timezone.localdate().year - 1
REASON = "并购子公司后合并报表"


@pytest.fixture
def doubtful(people):
    """A draft whose sales are in yuan, beside a revenue in 万元."""
    return filings.draft(
        people.staff, filings.open_batch(), product_sales="24000000", revenue="3860", rd_cost="280"
    )


def saved(people, case, name, value):
    with acting_as(people.staff):
        return save_answer(people.staff, case.pk, name, [value], filings.EVERY_REVISION)


def submit(people, case):
    with acting_as(people.staff):
        return MACHINE.execute(people.staff, case.pk, "submit", filings.DECLARED)


def asked(people, batch=None, **answers):
    case = filings.draft(people.staff, batch or filings.open_batch(), **answers)
    with acting_as(people.staff):
        return judged_draft(case)[1]


def test_doubtful_draft_is_not_submitted_by_the_act_itself(people, doubtful):
    with pytest.raises(RuleViolation, match="有 1 处数据存疑"):
        submit(people, doubtful)
    assert filings.fresh(doubtful).state == "draft"


def test_answered_doubt_is_submitted_and_kept_with_event_and_snapshot(people, doubtful):
    saved(people, doubtful, "explain-product_sales", REASON)
    submit(people, doubtful)
    with system_scope(reason="test"):
        event = CaseEvent.objects.get(application=doubtful, transition="submit")
        snapshot = Snapshot.objects.get(application=doubtful)
    kept = snapshot.declared["explained"]["product_sales"]
    assert (kept["reason"], kept["by"]) == (REASON, people.staff.user_name)
    assert "超过 100%" in kept["doubt"]
    assert event.facts["declared"]["explained"] == snapshot.declared["explained"]


@pytest.mark.parametrize(
    ("changed", "value"), [("product_sales", "25000000"), ("revenue", "3861"), ("revenue", "38")]
)
def test_changing_the_figures_drops_the_answer(people, doubtful, changed, value):
    saved(people, doubtful, "explain-product_sales", REASON)
    saved(people, doubtful, changed, value)
    with pytest.raises(RuleViolation, match="处数据存疑"):
        submit(people, doubtful)


def test_changing_a_figure_back_does_not_bring_the_answer_back(people, doubtful):
    saved(people, doubtful, "explain-product_sales", REASON)
    saved(people, doubtful, "product_sales", "2400")
    saved(people, doubtful, "product_sales", "24000000")
    assert filings.fresh(doubtful).explanations == {}


def test_saving_the_same_figure_again_keeps_the_answer(people, doubtful):
    saved(people, doubtful, "explain-product_sales", REASON)
    saved(people, doubtful, "product_sales", "24000000")
    submit(people, doubtful)


def test_returned_case_keeps_what_was_answered_once(people, doubtful):
    saved(people, doubtful, "explain-product_sales", REASON)
    submit(people, doubtful)
    with acting_as(people.reviewer):
        mark_field(people.reviewer, doubtful.pk, "segment", "incorrect", "写到细分市场")
    filings.done(people.reviewer, doubtful, "return_for_correction", "请核对")
    saved(people, doubtful, "segment", "谐波减速机")
    assert filings.done(people.staff, doubtful, "resubmit").state == "district_review"


def test_what_is_not_doubted_takes_no_reason(people):
    case = filings.draft(people.staff, filings.open_batch())
    saved(people, case, "explain-product_sales", REASON)
    assert filings.fresh(case).explanations == {}


def test_reason_that_is_too_long_is_kept_and_not_submitted(people, doubtful):
    said = saved(people, doubtful, "explain-product_sales", "因" * 501)
    assert said.problem == "最多 500 个字，现在是 501 个。"
    with pytest.raises(RuleViolation, match="有 1 处数据存疑"):
        submit(people, doubtful)


@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_blank_reason_is_none(people, doubtful, blank):
    saved(people, doubtful, "explain-product_sales", REASON)
    saved(people, doubtful, "explain-product_sales", blank)
    assert filings.fresh(doubtful).explanations == {}


def test_refused_submission_shows_where_the_reason_is_missing(people, doubtful, signed_in):
    page = signed_in(people.staff).post(
        reverse("procedures:submit", args=[doubtful.pk]), {"declared": "yes", "revision": "0"}
    )
    shown = page.content.decode()
    assert page.status_code == 422
    assert 'href="#field-explain-product_sales"' in shown
    assert "上年度产品销售额存疑，请核对；确实如此的，请写明原因。" in shown


def test_answer_to_a_save_empties_the_reason_that_counts_no_more(people, doubtful, signed_in):
    saved(people, doubtful, "explain-product_sales", REASON)
    answer = signed_in(people.staff).post(
        reverse("procedures:autosave", args=[doubtful.pk]),
        {"name": "product_sales", "value": "25000000", "revision": filings.EVERY_REVISION},
    )
    assert "explain-product_sales" in answer.json()["emptied"]
    assert "超过 100%" in answer.json()["told"]["doubt-product_sales"]


def test_reviewer_and_enterprise_read_doubt_and_reason_beside_the_figure(
    people, doubtful, signed_in
):
    saved(people, doubtful, "explain-product_sales", REASON)
    submit(people, doubtful)
    for reader in (people.reviewer, people.staff):
        page = signed_in(reader).get(reverse("procedures:case", args=[doubtful.pk]))
        assert f"企业说明：{REASON}" in page.content.decode()


def test_paper_prints_doubt_and_reason(people, doubtful):
    saved(people, doubtful, "explain-product_sales", REASON)
    submit(people, doubtful)
    with acting_as(people.staff):
        case = Application.objects.select_related("batch", "scheme_version__scheme").get(
            pk=doubtful.pk
        )
        ((label, doubt, reason),) = content_of(case, case.snapshots.get())["explained"]
    assert (label, reason) == ("上年度产品销售额", REASON)
    assert "超过 100%" in doubt


def test_colleague_s_reason_is_told_before_it_is_filed(people, doubtful, signed_in):
    saved(people, doubtful, "explain-product_sales", REASON)
    page = signed_in(people.staff).post(
        reverse("procedures:submit", args=[doubtful.pk]),
        {"declared": "yes", "revision": "0", "explain-product_sales": "另一个原因"},
    )
    (told,) = page.context["elsewhere"]
    assert (told["label"], told["typed"], told["now"]) == (
        "上年度产品销售额（说明）", "另一个原因", REASON
    )  # fmt: skip


# --- what is asked ------------------------------------------------------------------------------


def test_share_as_a_fraction_is_asked(people):
    found = asked(people, market_share="0.35")
    assert found["market_share"] == "请核对“国内市场占有率”是 0.35%，还是 35%。"


@pytest.mark.parametrize("share", ["1", "35", "0", ""])
def test_other_shares_are_not_asked(people, share):
    assert "market_share" not in asked(people, market_share=share)


def test_research_above_revenue_is_asked(people):
    report(people.staff, LAST_YEAR, revenue=5600, rd_cost=280)
    assert "超过 100%" in asked(people, rd_cost="2800000")["rd_cost"]


def test_figure_that_was_reported_is_not_asked_again(people):
    report(people.staff, LAST_YEAR, revenue=200_000, rd_cost=280, staff=20)
    assert "revenue" not in asked(people, revenue="200000", rd_cost="280")


def registered(people, **figures):
    with system_scope(reason="test"):
        rows = Enterprise.objects.filter(pk=people.staff.organisation_id)
        rows.update(staff=None, revenue=None, assets=None)
        rows.update(**figures)


def test_jump_is_asked_against_the_year_before_last_where_the_last_is_missing(people):
    registered(people)
    report(people.staff, LAST_YEAR - 1, revenue=5600)
    found = asked(people, revenue="56000")
    assert "营业收入与上年相差十倍以上" in found["revenue"]


def test_jump_is_asked_against_an_older_year(people):
    registered(people)
    report(people.staff, LAST_YEAR - 2, revenue=5600)
    assert (
        f"营业收入与 {LAST_YEAR - 2} 年度相差十倍以上" in asked(people, revenue="56000")["revenue"]
    )


def test_jump_is_asked_against_the_registration(people):
    registered(people, revenue=Decimal("5600"))
    assert "营业收入与登记的数据相差十倍以上" in asked(people, revenue="56000")["revenue"]


def test_where_nothing_is_known_nothing_is_compared(people):
    registered(people)
    assert "revenue" not in asked(people, revenue="56000")
