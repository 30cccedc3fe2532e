"""The cultivation pool, and the name search behind the wall."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.models import Membership
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.enter_cultivation_pool import (
    enter_cultivation_pool,
    leave_cultivation_pool,
)
from enterprises.actions.review_pool import keep_in_pool
from enterprises.models import Enterprise, PoolEvent, RegistrationState, YearlyReport
from enterprises.pool import due_for_review, review_progress
from enterprises.pool_list import PoolList
from enterprises.querysets import ids_with_name_part
from pages.lists.keyset import counted
from tests.enterprises.entries import entry


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def test_confirmed_small_enterprise_enters_and_leaves(reviewer):
    enterprise = entry(1)
    with acting_as(reviewer):
        assert enter_cultivation_pool(reviewer, enterprise.pk).pool_entered_on
        with pytest.raises(RuleViolation):
            leave_cultivation_pool(reviewer, enterprise.pk, " ")
        left = leave_cultivation_pool(reviewer, enterprise.pk, "已迁出本市")
    assert left.pool_entered_on is None


def test_large_enterprise_stays_out(reviewer):
    enterprise = entry(1, staff=2000, revenue=90000)
    with acting_as(reviewer), pytest.raises(RuleViolation, match="中小微"):
        enter_cultivation_pool(reviewer, enterprise.pk)


def test_unconfirmed_enterprise_stays_out(reviewer):
    enterprise = entry(1, state=RegistrationState.PENDING)
    with acting_as(reviewer), pytest.raises(RuleViolation, match="登记确认后"):
        enter_cultivation_pool(reviewer, enterprise.pk)


def test_enterprise_cannot_enter_by_itself(as_actor):
    enterprise = entry(1)
    staff = as_actor(Duty.ENTERPRISE_STAFF, organisation=enterprise.organisation)
    with acting_as(staff), pytest.raises(NotPermitted):
        enter_cultivation_pool(staff, enterprise.pk)


def test_search_function_keeps_to_the_tenant(reviewer, as_actor, other_district):
    inside = entry(1)
    entry(2, district=other_district.code)
    with acting_as(reviewer):
        assert ids_with_name_part("齿轮", 10) == [inside.pk]
    stranger = as_actor(Duty.ENTERPRISE_STAFF, district=other_district)
    with acting_as(stranger):
        assert ids_with_name_part("齿轮", 10) == []
    assert ids_with_name_part("齿轮", 10) == []


def test_search_function_takes_wildcards_as_letters(reviewer):
    entry(1)
    with acting_as(reviewer):
        assert ids_with_name_part("示%", 10) == ids_with_name_part("__", 10) == []


def test_count_stops_at_its_limit(db):
    for number in range(4):
        entry(number)
    with system_scope(reason="test"):
        assert counted(Enterprise.objects.all(), 3) == (3, True)
        assert counted(Enterprise.objects.all(), 4) == (4, False)


# --- history and yearly review -------------------------------------------------------------------


def member(number, *, since=400, **values):
    """An enterprise that entered the pool some days ago."""
    enterprise = entry(number, **values)
    with system_scope(reason="test"):
        day = timezone.localdate() - timedelta(days=since)
        Enterprise.objects.filter(pk=enterprise.pk).update(pool_entered_on=day)
    return enterprise


def events(enterprise):
    with system_scope(reason="test"):
        rows = PoolEvent.objects.filter(organisation_id=enterprise.pk).order_by("id")
        return [(row.kind, row.reason_kind, row.reason) for row in rows]


def test_entry_and_exit_are_kept_with_their_reasons(reviewer):
    enterprise = entry(1)
    with acting_as(reviewer):
        enter_cultivation_pool(reviewer, enterprise.pk, "走访推荐")
        enter_cultivation_pool(reviewer, enterprise.pk, "再点一次")
        leave_cultivation_pool(reviewer, enterprise.pk, "已迁出本市", "moved")
    assert events(enterprise) == [("entered", "", "走访推荐"), ("left", "moved", "已迁出本市")]


def test_kind_of_reason_is_asked_for(reviewer):
    enterprise = member(1)
    with acting_as(reviewer), pytest.raises(RuleViolation) as refused:
        leave_cultivation_pool(reviewer, enterprise.pk, "迁出", "")
    assert set(refused.value.errors) == {"reason_kind"}


def test_history_cannot_be_changed(reviewer):
    enterprise = entry(1)
    with acting_as(reviewer):
        enter_cultivation_pool(reviewer, enterprise.pk)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            PoolEvent.objects.update(reason="没有的事")


def test_review_is_due_for_those_of_earlier_years_only(reviewer):
    old, new = member(1), member(2, since=0)
    with acting_as(reviewer):
        due = due_for_review(timezone.localdate().year)
        assert [one.pk for one in due] == [old.pk]
        assert new.pk not in [one.pk for one in due]


def test_kept_member_is_reviewed_for_this_year(reviewer):
    first, second = member(1), member(2)
    with acting_as(reviewer):
        assert keep_in_pool(reviewer, [first.pk]).number == 1
        assert keep_in_pool(reviewer, [first.pk]).number == 0
        progress = review_progress()
    assert (progress.reviewed, progress.target) == (1, 2)
    assert events(second) == []


def test_review_passes_over_members_of_other_districts(reviewer, other_district):
    foreign = member(1, district=other_district.code)
    with acting_as(reviewer):
        assert keep_in_pool(reviewer, [foreign.pk]).number == 0
    assert events(foreign) == []


def test_reviewer_does_not_keep_the_enterprise_that_they_work_for(reviewer):
    enterprise = member(1)
    with system_scope(reason="test"):
        Membership.objects.create(
            user_id=reviewer.user_id, duty=Duty.ENTERPRISE_STAFF,
            organisation_id=enterprise.pk, district_id=enterprise.district_id,
        )  # fmt: skip
    with acting_as(reviewer):
        kept = keep_in_pool(reviewer, [enterprise.pk])
    assert (kept.number, kept.conflicts) == (0, [enterprise.name])


def test_review_of_nobody_is_refused(reviewer):
    with acting_as(reviewer), pytest.raises(RuleViolation, match="先选择"):
        keep_in_pool(reviewer, [])


def test_leader_reviews_nobody(as_actor):
    leader, enterprise = as_actor(Duty.LEADER), member(1)
    with acting_as(leader), pytest.raises(NotPermitted):
        keep_in_pool(leader, [enterprise.pk])


@pytest.mark.parametrize(("show", "names"), [("", {1}), ("in", {1, 2}), ("left", {3})])
def test_page_shows_who_is_due_in_or_gone(reviewer, signed_in, show, names):
    made = {1: member(1), 2: member(2, since=0), 3: member(3)}
    with acting_as(reviewer):
        leave_cultivation_pool(reviewer, made[3].pk, "停业", "closed")
    page = signed_in(reviewer).get(reverse("enterprises:pool_members"), {"show": show})
    assert {row.pk for row in page.context["page"]} == {made[number].pk for number in names}


def test_page_takes_as_many_queries_for_more_members(reviewer, signed_in):
    client = signed_in(reviewer)
    address = reverse("enterprises:pool_members")
    member(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(2, 8):
        member(number)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_chosen_members_are_kept_from_the_page(reviewer, signed_in):
    first, second = member(1), member(2)
    answer = signed_in(reviewer).post(
        reverse("enterprises:pool_members"), {"bulk": "keep", "row": [first.pk, "nonsense"]}
    )
    assert answer.status_code == 302
    assert [kind for kind, _, _ in events(first)] == ["kept"]
    assert events(second) == []


def test_export_holds_the_filtered_list(reviewer, signed_in):
    member(1)
    answer = signed_in(reviewer).get(
        reverse("enterprises:pool_members"), {"show": "in", "export": "xlsx"}
    )
    content = b"".join(answer.streaming_content)
    rows = list(load_workbook(BytesIO(content), read_only=True).active.iter_rows(values_only=True))
    assert len(rows) == 2


def test_first_certificate_takes_its_holder_in(as_actor, district):
    from certification.changes import CertificateChange, CertificateInput
    from certification.lifecycle import MACHINE
    from certification.models import Certificate, CertificateEvent
    from certification.pool_entry import enter_pool

    enterprise = entry(1)
    certificate = Certificate(organisation_id=enterprise.pk, kind="certified_product")
    with system_scope(reason="test"):
        issued = CertificateChange(
            row=certificate, transition=MACHINE.transitions["issue"], actor=None, source="",
            target="valid", input=CertificateInput(), key="",
            events=CertificateEvent.objects.none,
        )  # fmt: skip
        enter_pool(issued)
        enter_pool(issued)
    assert events(enterprise) == [("entered", "", "取得专精特新产品（技术）证书")]


def test_yearly_review_shows_what_to_judge_by(signed_in, as_actor, district):
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    member = entry(1, pool_entered_on=date(2020, 5, 1))
    with system_scope(reason="test"):
        for year, revenue in ((2024, 1_000), (2025, 1_250)):
            YearlyReport.objects.create(
                organisation_id=member.pk, district_id=member.district_id, year=year,
                revenue=revenue, rd_cost=50, state="submitted",
            )  # fmt: skip
    listed = client.get("/enterprises/pool/")
    shown = {one.key: one.cell(listed.context["page"].rows[0]) for one in PoolList.columns}
    assert shown["year"] == 2025
    assert shown["revenue"] == 1_250
    assert shown["growth"] == Decimal("25.0")
    assert shown["rd_share"] == Decimal("4.0")
    assert shown["credit_records"] == 0
    assert shown["rung"] == "培育中"
