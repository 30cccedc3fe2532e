"""The pages of filings ask a fixed number of queries, whatever their length."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from procedures.cases.submission import take_snapshot
from procedures.models import Application, Batch, CaseEvent, NoticeEntry
from procedures.notices.actions.object_to_case import file_objection
from tests.procedures import factories, filings
from tests.procedures.notices import ended, proposed, published

WAITS_FOR = {
    Duty.DISTRICT_REVIEWER: "district_review",
    Duty.CITY_OFFICER: "city_review",
    Duty.LEADER: "approved",
}


def cases(as_actor, district, number, state="district_review", owner=None):
    """Cases of as many enterprises, or all of `owner`."""
    made = []
    for _ in range(number):
        filer = owner or as_actor(Duty.ENTERPRISE_STAFF, district=district)
        with system_scope(reason="test"):
            batch = Batch.objects.first() or factories.open_batch()
            made.append(
                factories.case(
                    filer, district.pk, batch, state=state, stage_due_on=timezone.localdate()
                )
            )
    return made


def queries_of(client, address, rows):
    """How many queries the page asks once the caches are warm; it must show `rows` rows."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.status_code == 200
    if rows is not None:
        assert len(page.context["page"].rows) == rows
    return len(asked)


@pytest.mark.parametrize("duty", sorted(WAITS_FOR))
def test_worklist_asks_the_same_of_3_and_of_30_cases(as_actor, district, signed_in, duty):
    place = {"district": district} if duty == Duty.DISTRICT_REVIEWER else {}
    client = signed_in(as_actor(duty, **place))
    address = reverse("procedures:worklist")
    cases(as_actor, district, 3, WAITS_FOR[duty])
    few = queries_of(client, address, 3)
    cases(as_actor, district, 27, WAITS_FOR[duty])
    assert queries_of(client, address, 30) == few
    assert few <= 12  # two of them for the schemes and batches to choose from


def test_own_cases_ask_the_same_of_3_and_of_20(as_actor, district, signed_in):
    owner = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    client, address = signed_in(owner), reverse("procedures:own")
    cases(as_actor, district, 3, owner=owner)
    few = queries_of(client, address, 3)
    cases(as_actor, district, 27, owner=owner)
    assert queries_of(client, address, 20) == few


def test_batches_ask_the_same_of_3_and_of_30(as_actor, signed_in):
    client, address = signed_in(as_actor(Duty.CITY_OFFICER)), reverse("procedures:batches")
    for _ in range(3):
        filings.open_batch()
    few = queries_of(client, address, None)
    for _ in range(27):
        filings.open_batch()
    assert queries_of(client, address, None) == few


def test_case_page_asks_the_same_whatever_has_happened(people, signed_in):
    case = filings.submitted(people.staff)
    client, address = signed_in(people.reviewer), reverse("procedures:case", args=[case.pk])
    few = queries_of(client, address, None)
    with acting_as(people.staff):
        for _ in range(10):
            filings.attach(case, "property_right")
        case.submissions += 1
        take_snapshot(case, {})
        for _ in range(10):
            event = CaseEvent.objects.order_by("id").first()
            event.pk = None
            event.save(force_insert=True)
    assert queries_of(client, address, None) == few
    assert few <= 22


@pytest.mark.parametrize(("reader", "most"), [("staff", 15), ("city", 22)])
def test_case_page_asks_few_queries_of_its_other_readers(people, signed_in, reader, most):
    case = filings.submitted(people.staff)
    filings.done(people.reviewer, case, "recommend")
    client = signed_in(getattr(people, reader))
    assert queries_of(client, reverse("procedures:case", args=[case.pk]), None) <= most


def test_page_of_a_case_that_was_objected_to_asks_few_queries_more(people, signed_in):
    notice = published(people, [case := proposed(people)])
    with system_scope(reason="test"):
        line = notice.entries.get()
    file_objection(line.pk, name="王示例", contact="13800000000", text="专利不属于该企业。")
    client = signed_in(people.city)
    assert queries_of(client, reverse("procedures:case", args=[case.pk]), None) <= 25


def test_submission_asks_few_queries(people, signed_in):
    case = filings.draft(people.staff, filings.open_batch())
    client, address = signed_in(people.staff), reverse("procedures:submit", args=[case.pk])
    client.get(reverse("procedures:own"))
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(address, {"declared": "on"})
    assert answer.headers["Location"] == reverse("procedures:case", args=[case.pk])
    assert len(asked) <= 20


def test_public_notice_asks_the_same_of_1_and_of_6_lines(people, client):
    first = published(people, [proposed(people)])
    few = queries_of(client, reverse("procedures:notice", args=[first.pk]), None)
    many = published(people, [proposed(people) for _ in range(6)])
    assert queries_of(client, reverse("procedures:notice", args=[many.pk]), None) == few


def test_notices_ask_the_same_of_1_and_of_a_full_page(people, client):
    address = reverse("procedures:notices")
    first = published(people, [proposed(people)])
    few = queries_of(client, address, 1)
    with acting_as(people.city):
        for _ in range(30):
            first.pk = None
            first.save(force_insert=True)
    assert queries_of(client, address, 30) == few
    rest = client.get(client.get(address).context["page"].next_url)
    assert len(rest.context["page"].rows) == 1


def test_composing_a_notice_asks_the_same_of_3_and_of_12_cases(as_actor, district, signed_in):
    client = signed_in(as_actor(Duty.CITY_OFFICER))
    (first, *_) = cases(as_actor, district, 3, "proposed")
    address = reverse("procedures:compose_notice", args=[first.batch_id])
    few = queries_of(client, address, None)
    cases(as_actor, district, 9, "proposed")
    assert queries_of(client, address, None) == few


def test_notice_to_be_certified_asks_the_same_of_3_and_of_12_cases(people, signed_in):
    batch = filings.open_batch()
    notice = published(people, [proposed(people)])
    ended(notice)
    client, address = signed_in(people.city), reverse("procedures:notice", args=[notice.pk])

    def enter(places):
        with system_scope(reason="test"):
            for place in places:
                case = factories.case(
                    people.staff, people.staff.district_ids[0], batch, state="public_notice"
                )
                NoticeEntry.objects.create(
                    notice=notice, application=case, position=place, enterprise_name="示例",
                    title="减速机", district_name="崂山区",
                )  # fmt: skip

    enter(range(2, 4))
    few = queries_of(client, address, None)
    enter(range(4, 13))
    assert queries_of(client, address, None) == few


def test_worklist_shows_what_waits_for_the_reader(as_actor, district, signed_in):
    (waiting,) = cases(as_actor, district, 1, "district_review")
    cases(as_actor, district, 1, "city_review")
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    assert client.get(reverse("procedures:worklist")).context["page"].rows == [waiting]
    everything = client.get(reverse("procedures:worklist"), {"state": "all"})
    assert len(everything.context["page"].rows) == 2


def test_most_urgent_case_of_the_queue_comes_first(as_actor, district, signed_in):
    rows = cases(as_actor, district, 3)
    today = timezone.localdate()
    with system_scope(reason="test"):
        for row, days in zip(rows, (3, -1, 1), strict=True):
            Application.objects.filter(pk=row.pk).update(stage_due_on=today + timedelta(days=days))
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("procedures:worklist"))
    assert page.context["page"].rows == [rows[1], rows[2], rows[0]]
    late = client.get(reverse("procedures:worklist"), {"due": "late"})
    assert late.context["page"].rows == [rows[1]]
    assert "符合条件的申报 1 件" in late.content.decode()


def test_cases_with_an_open_objection_are_found(people, signed_in):
    objected, calm = proposed(people), proposed(people)
    notice = published(people, [objected, calm])
    with system_scope(reason="test"):
        line = notice.entries.get(application=objected)
    file_objection(line.pk, name="张示例", contact="13800000000", text="专利已转让。")
    client = signed_in(people.city)
    page = client.get(reverse("procedures:worklist"), {"objection": "open"})
    assert page.context["page"].rows == [objected]


def test_worklist_of_another_district_is_empty(as_actor, district, other_district, signed_in):
    cases(as_actor, district, 1, "district_review")
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=other_district))
    page = client.get(reverse("procedures:worklist"), {"state": "all"})
    assert page.context["page"].rows == []


@pytest.mark.parametrize(("text", "number"), [("减速", 1), ("轴承", 0)])
def test_worklist_is_searched(as_actor, district, signed_in, text, number):
    cases(as_actor, district, 1)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("procedures:worklist"), {"q": text})
    assert len(page.context["page"].rows) == number


def test_export_holds_the_filtered_cases(as_actor, district, other_district, signed_in):
    cases(as_actor, district, 2)
    cases(as_actor, other_district, 1)
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    answer = client.get(reverse("procedures:worklist"), {"export": "xlsx"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert len(list(book.active.iter_rows())) == 3


def test_late_case_says_so(as_actor, district, signed_in):
    from procedures.models import Application

    (case,) = cases(as_actor, district, 1)
    with system_scope(reason="test"):
        Application.objects.update(stage_due_on=timezone.localdate() - timedelta(days=20))
    client = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    page = client.get(reverse("procedures:worklist"))
    assert re.search(r"超期 \d+ 个工作日", page.content.decode())


def test_enterprise_and_reviewer_read_a_state_in_their_own_words(people, signed_in):
    case = filings.submitted(people.staff)
    address = reverse("procedures:case", args=[case.pk])
    assert signed_in(people.staff).get(address).context["state_label"] == "区市审核中"
    assert signed_in(people.reviewer).get(address).context["state_label"] == "区市审核"


def test_reading_a_case_is_recorded_for_the_enterprise(people, signed_in):
    from audit.models import ReadEntry

    case = filings.submitted(people.staff)
    signed_in(people.reviewer).get(reverse("procedures:case", args=[case.pk]))
    with acting_as(people.staff):
        assert ReadEntry.objects.get().what == f"申报材料：{case.title}"
