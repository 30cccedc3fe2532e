"""Which version a batch goes by: held against the day on which it opens; re-checks by their own."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.errors import RuleViolation
from accounts.tenancy import acting_as, system_scope
from procedures.batches.actions.move_drafts import move_drafts
from procedures.batches.actions.open_batch import change_batch, plan_batch
from procedures.cases.actions.start_application import start_application
from procedures.cases.standings import standings_of
from procedures.models import Batch
from procedures.tasks import announce_batches
from schemes.actions.watch_scheme import watch_scheme
from schemes.models import SchemeVersion
from tests.procedures import filings

DAY = timedelta(days=1)
Purpose = Batch.Purpose


def at_nine(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def a_version(code, label, *, valid_from, valid_to=None):
    """One more published version of a scheme, with the content of its latest."""
    with system_scope(reason="test"):
        latest = SchemeVersion.objects.filter(scheme__code=code).latest("valid_from")
        return SchemeVersion.objects.create(
            scheme=latest.scheme, label=label, state="published", definition=latest.definition,
            source_document="示例", valid_from=valid_from, valid_to=valid_to,
        )  # fmt: skip


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def following(today):
    """The version of next year's conditions, in force in five weeks."""
    return a_version(
        "demonstration-enterprise",
        "下一版",
        valid_from=today + 35 * DAY,
        valid_to=today + 400 * DAY,
    )


@pytest.fixture
def version(following):
    with system_scope(reason="test"):
        return SchemeVersion.objects.get(scheme=following.scheme, label="2018 版")


def planned(city, version, opens_on, purpose=Purpose.BOTH):
    with acting_as(city):
        return plan_batch(
            city, version.pk, "批次", at_nine(opens_on), at_nine(opens_on) + 20 * DAY, purpose
        )


@pytest.mark.parametrize(("days", "accepted"), [(34, False), (35, True), (400, True), (401, False)])
def test_batch_is_planned_by_a_version_that_is_in_force_when_it_opens(
    people, following, today, days, accepted
):
    if accepted:
        assert planned(people.city, following, today + days * DAY).version == following
    else:
        with pytest.raises(RuleViolation) as refused:
            planned(people.city, following, today + days * DAY)
        assert list(refused.value.errors) == ["version"]


def test_batch_is_not_moved_out_of_the_time_of_its_version(people, following, today):
    batch = planned(people.city, following, today + 36 * DAY)
    with acting_as(people.city), pytest.raises(RuleViolation, match="起适用"):
        opens_at = at_nine(today + 10 * DAY)
        change_batch(people.city, batch.pk, "批次", opens_at, opens_at + DAY)


def test_version_that_is_not_yet_in_force_takes_over_no_earlier_batch(
    people, version, following, today
):
    batch = planned(people.city, version, today + 10 * DAY)
    with acting_as(people.city), pytest.raises(RuleViolation, match="起适用"):
        move_drafts(people.city, batch.pk, following.pk)
    batch.refresh_from_db()
    assert batch.version == version


def test_version_takes_over_a_batch_that_opens_in_its_time(people, version, following, today):
    batch = planned(people.city, version, today + 36 * DAY)
    with acting_as(people.city):
        move_drafts(people.city, batch.pk, following.pk)
    batch.refresh_from_db()
    assert batch.version == following


def test_page_of_a_version_offers_only_the_batches_that_it_applies_to(
    people, version, following, today, signed_in
):
    early = planned(people.city, version, today + 10 * DAY)
    late = planned(people.city, version, today + 36 * DAY)
    page = signed_in(people.city).get(reverse("schemes:version", args=[following.pk]))
    text = page.content.decode()
    assert f'<option value="{late.pk}">' in text
    assert f'<option value="{early.pk}">' not in text


def test_version_that_comes_into_force_later_is_offered_for_a_batch(people, following, signed_in):
    page = signed_in(people.city).get(reverse("procedures:plan_batch")).content.decode()
    assert f'<option value="{following.pk}">' in page


def standing(people):
    with acting_as(people.staff):
        found = standings_of(people.staff)
    code = "demonstration-enterprise"
    return next(one for one in found if one.version.scheme.code == code)


def test_enterprises_are_shown_the_version_of_the_batch_that_opens_next(
    people, following, today, signed_in
):
    opens_on = today + 36 * DAY
    planned(people.city, following, opens_on)
    one = standing(people)
    assert one.version == following
    said = f"按 {opens_on:%Y-%m-%d} 开放的“批次”的下一版条件、{opens_on.year - 1} 年度数据"
    assert one.basis == said
    client = signed_in(people.staff)
    address = reverse("procedures:scheme", args=["demonstration-enterprise"])
    for page in (reverse("procedures:schemes"), address):
        assert said in client.get(page).content.decode()


def test_enterprises_are_shown_the_version_of_the_open_batch_before_that_of_the_next(
    people, version, following, today
):
    with system_scope(reason="test"):
        now = timezone.now()
        Batch.objects.create(
            version=version, name="正在受理", year=now.year, opens_at=now - DAY, closes_at=now + DAY
        )
    planned(people.city, following, today + 36 * DAY)
    one = standing(people)
    assert one.version == version
    assert one.basis.startswith("按“正在受理”的2018 版条件")


def test_without_a_batch_the_version_in_force_is_shown(people, version, following):
    one = standing(people)
    assert one.version == version
    assert one.basis.startswith("按现行2018 版条件")


# --- re-checks by another standard ----------------------------------------------------------------


@pytest.fixture
def giants(db):
    """The standards of 2022, which have ended for new titles, and those of 2026."""
    with system_scope(reason="test"):
        rows = SchemeVersion.objects.filter(scheme__code="little-giant")
        old, new = rows.get(label="2022 版"), rows.get(label="2026 版")
    assert old.valid_to == date(2026, 3, 31)
    return old, new


def test_ended_standard_takes_no_new_filings(people, giants, today):
    for purpose in (Purpose.BOTH, Purpose.CERTIFY):
        with pytest.raises(RuleViolation, match="适用至 2026-03-31"):
            planned(people.city, giants[0], today + DAY, purpose)


def test_rechecks_by_the_ended_standard_are_open_beside_new_filings(people, giants, today):
    old, new = giants
    again = planned(people.city, old, today + DAY, Purpose.RECHECK)
    first = planned(people.city, new, today + DAY, Purpose.CERTIFY)
    assert (again.version, first.version) == (old, new)


@pytest.mark.parametrize("purpose", [Purpose.RECHECK, Purpose.BOTH])
def test_two_batches_for_rechecks_do_not_overlap(people, giants, today, purpose):
    planned(people.city, giants[0], today + DAY, Purpose.RECHECK)
    with pytest.raises(RuleViolation, match="重叠"):
        planned(people.city, giants[1], today + 2 * DAY, purpose)


def open_for(version, purpose, name):
    now = timezone.now()
    with system_scope(reason="test"):
        return Batch.objects.create(
            version=version, purpose=purpose, name=name, year=now.year,
            opens_at=now - DAY, closes_at=now + DAY,
        )  # fmt: skip


def test_batch_for_rechecks_takes_no_new_filing(people, giants):
    batch = open_for(giants[0], Purpose.RECHECK, "复核")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="只受理复核"):
        start_application(people.staff, batch.pk)


def test_batch_for_new_filings_takes_no_recheck(people):
    case = filings.submitted(people.staff)
    batch = open_for(case.scheme_version, Purpose.CERTIFY, "新申报")
    with acting_as(people.staff), pytest.raises(RuleViolation, match="只受理新申报"):
        start_application(people.staff, batch.pk, renews=case.pk)


def test_batch_for_rechecks_is_not_offered_to_who_files_anew(people, giants):
    open_for(giants[0], Purpose.RECHECK, "复核")
    with acting_as(people.staff):
        found = {one.version.scheme.code: one for one in standings_of(people.staff)}
    assert found["little-giant"].batch is None
    assert found["little-giant"].version == giants[1]


def test_watchers_are_told_that_rechecks_are_taken(people, giants):
    with acting_as(people.staff):
        watch_scheme(people.staff, giants[0].scheme_id)
    open_for(giants[0], Purpose.RECHECK, "复核")
    announce_batches()
    assert filings.told(people.staff.user_id) == [f"“{giants[0].scheme.name}”开始受理复核"]


def test_city_plans_a_batch_of_rechecks_in_the_browser(people, giants, today, signed_in):
    client = signed_in(people.city)
    client.post(
        reverse("procedures:plan_batch"),
        {"version": giants[0].pk, "purpose": "recheck", "name": "小巨人复核",
         "opens_at": f"{today + DAY}T09:00", "closes_at": f"{today + 9 * DAY}T17:30"},
    )  # fmt: skip
    assert Batch.objects.get().purpose == "recheck"
    assert "只受理复核" in client.get(reverse("procedures:batches")).content.decode()
