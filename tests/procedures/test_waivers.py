"""One condition waived for one case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.cases.actions.mark_field import mark_field
from procedures.cases.actions.waive_condition import end_waiver, waivable_findings, waive_condition
from procedures.cases.verdicts import Standing, all_findings, settled, verdicts_of, waivers_of
from procedures.models import Application, Waiver
from schemes.evaluation.evaluate import Finding, GroupFinding
from schemes.evaluation.judging import Verdict
from tests.procedures import filings

TODAY = timezone.localdate


@pytest.fixture
def case(people):
    """A submission whose enterprise reported no figures: several conditions cannot be told."""
    return filings.submitted(people.staff, product_sales="1", revenue="5600")


def open_keys(people, case):
    with acting_as(people.city):
        return [one.key for one in waivable_findings(Application.objects.get(pk=case.pk))]


def waive(people, case, key, **more):
    values = {
        "reason": "首台套产品", "document": "会议纪要〔2026〕3 号",
        "expires_on": TODAY() + timedelta(90), **more,
    }  # fmt: skip
    with acting_as(people.city):
        return waive_condition(people.city, case.pk, key, **values)


def verdict_on(case, key):
    with system_scope(reason="test"):
        findings = list(all_findings(verdicts_of(filings.fresh(case))))
    return next(one.verdict for one in findings if one.key == key)


def test_waived_condition_counts_as_met_and_says_why(people, case, signed_in):
    key = open_keys(people, case)[0]
    waive(people, case, key)
    assert key not in open_keys(people, case)
    page = signed_in(people.city).get(reverse("procedures:case", args=[case.pk]))
    findings = [one for group in page.context["groups"] for one in group.findings]
    waived = next(one for one in findings if one.key == key)
    assert waived.verdict == "met"
    assert "首台套产品，依据 会议纪要〔2026〕3 号" in waived.sentence


def test_enterprise_is_told_and_reads_it_on_the_case(people, case, signed_in):
    waive(people, case, open_keys(people, case)[0])
    assert any("已豁免" in title for title in filings.told(people.staff.user_id))
    page = signed_in(people.staff).get(reverse("procedures:case", args=[case.pk])).content.decode()
    assert "会议纪要〔2026〕3 号" in page
    assert "豁免一项条件</summary>" not in page


def test_next_submission_keeps_the_waiver(people, case):
    key = open_keys(people, case)[0]
    waive(people, case, key)
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "product_name", "incorrect", "请改")
    filings.done(people.reviewer, case, "return_for_correction")
    filings.done(people.staff, case, "resubmit")
    assert verdict_on(case, key) == "met"


def test_waiver_ended_after_another_submission_counts_no_more(people, case):
    key = open_keys(people, case)[0]
    before = verdict_on(case, key)
    waiver = waive(people, case, key)
    with acting_as(people.reviewer):
        mark_field(people.reviewer, case.pk, "product_name", "incorrect", "请改")
    filings.done(people.reviewer, case, "return_for_correction")
    filings.done(people.staff, case, "resubmit")
    with acting_as(people.city):
        end_waiver(people.city, case.pk, waiver.pk)
    assert verdict_on(case, key) == before


def test_waiver_that_has_run_out_counts_no_more(people, case):
    waiver = waive(people, case, open_keys(people, case)[0], expires_on=TODAY())
    with acting_as(people.city):
        assert waivers_of(case)
        assert not waivers_of(case, TODAY() + timedelta(1))
        assert waiver.criterion in waivers_of(case)


def test_ended_waiver_counts_no_more_and_is_in_the_timeline(people, case):
    key = open_keys(people, case)[0]
    waiver = waive(people, case, key)
    with acting_as(people.city):
        end_waiver(people.city, case.pk, waiver.pk)
        names = list(case.events.order_by("id").values_list("transition", flat=True))
    assert key in open_keys(people, case)
    assert names[-2:] == ["waive", "end_waiver"]


def test_condition_that_is_met_is_not_waived(people, case):
    with pytest.raises(RuleViolation) as refusal:
        waive(people, case, "confirmed")
    assert "criterion" in refusal.value.errors


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"document": ""}, "document"),
        ({"expires_on": TODAY() - timedelta(1)}, "expires_on"),
        ({"expires_on": TODAY() + timedelta(days=20_000)}, "expires_on"),
    ],
)
def test_what_lacks_is_told_by_field(people, case, more, field):
    key = open_keys(people, case)[0]
    with pytest.raises(RuleViolation) as refusal:
        waive(people, case, key, **more)
    assert field in refusal.value.errors


def test_decided_case_takes_no_waiver(people, case):
    key = open_keys(people, case)[0]
    filings.done(people.reviewer, case, "decline", "材料不实")
    with pytest.raises(RuleViolation):
        waive(people, case, key)


def test_district_waives_nothing(people, case):
    with acting_as(people.reviewer), pytest.raises(NotPermitted):
        waive_condition(people.reviewer, case.pk, "x", "理由", "文件", TODAY())


def test_refused_form_keeps_what_was_typed(people, case, signed_in):
    page = signed_in(people.city).post(
        reverse("procedures:waive", args=[case.pk]), {"waiver-reason": "写了一半的理由"}
    )
    assert page.status_code == 422
    assert "写了一半的理由" in page.content.decode()


def finding(key, verdict):
    return Finding(key, key, Verdict(verdict), "缺数据", source="")


def waiver(key):
    return Waiver(criterion=key, reason="理由", document="文件", expires_on=TODAY())


def test_group_of_which_one_is_enough_becomes_met_by_a_waiver():
    findings = finding("a", "not_met"), finding("b", "not_met")
    group = GroupFinding("条件", "", Verdict.NOT_MET, findings, at_least=1)
    (changed,) = settled([group], Standing(waivers={"b": waiver("b")}))
    assert changed.verdict == "met"
    assert group.findings[1].verdict == "not_met"


def test_group_inside_a_group_is_counted_again():
    inner = GroupFinding("内", "", Verdict.NOT_MET, (finding("a", "cannot_tell"),))
    outer = GroupFinding("外", "", Verdict.NOT_MET, (), groups=(inner,))
    (changed,) = settled([outer], Standing(waivers={"a": waiver("a")}))
    assert changed.verdict == "met"
