"""What every list owes, shown on the registry: wrong filters, order, exports, what people save."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from pages.lists.export import stream_csv
from pages.models import ListExport, ListPreference
from tests.enterprises.entries import entry

LIST = "/enterprises/"


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


@pytest.fixture
def client_of(signed_in, reviewer):
    return signed_in(reviewer)


def names(response):
    return [row.name for row in response.context["page"]]


@pytest.mark.parametrize(
    "query",
    [
        {"size": "nonsense"},
        {"industry": "ZZ"},
        {"unknown": "1"},
        {"district": "1"},  # a reviewer of one district is not asked for it
        {"sort": "address"},
        {"sort": "-nonsense"},
    ],
)
class TestWrongFilter:
    def test_shows_nothing_and_says_why(self, client_of, query):
        entry(1)
        page = client_of.get(LIST, query)
        assert page.status_code == 422 and names(page) == []
        assert page.context["filter"].form.errors
        assert "筛选条件有误" in page.content.decode()

    def test_exports_nothing(self, client_of, reviewer, query):
        entry(1)
        answer = client_of.get(LIST, {**query, "export": "xlsx"})
        assert answer.status_code == 422 and not answer.streaming
        with acting_as(reviewer):
            assert not ListExport.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "应为数字，现为“abc”。"),
        ("100–50", "请填写一个确定的数字，现为“100–50”。"),
    ],
)
def test_wrong_number_of_a_filter_is_said_as_in_a_form(client_of, typed, said):
    page = client_of.get(reverse("certification:listing"), {"year": typed})
    assert page.status_code == 422
    assert page.context["filter"].form.errors["year"][0].startswith(said)


def test_empty_filters_of_a_form_are_no_filters(client_of):
    entry(1)
    page = client_of.get(LIST, {"q": "", "size": "", "unknown": ""})
    assert page.status_code == 200 and len(names(page)) == 1


@pytest.mark.parametrize("sort", ["credit_code", "-credit_code"])
def test_heading_sorts_page_and_file_alike(client_of, sort):
    for number in (3, 1, 2):
        entry(number)
    shown = names(client_of.get(LIST, {"sort": sort}))
    lines = csv_lines(client_of.get(LIST, {"sort": sort, "export": "csv"}))
    assert shown == [line[0] for line in lines[1:]]
    assert shown == sorted(shown, reverse=sort[0] == "-")


def csv_lines(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_file_has_the_chosen_columns_or_all(client_of):
    entry(1)
    some = csv_lines(client_of.get(LIST, {"export": "csv", "cols": "assets"}))
    assert some[0] == ["企业名称", "资产总额（万元）"]
    assert len(csv_lines(client_of.get(LIST, {"export": "csv", "cols": "all"}))[0]) > 12


def test_csv_never_makes_a_formula():
    lines = b"".join(stream_csv(["名称"], [["=1+1"], ["-5"], [-5], ["甲"]])).decode("utf-8-sig")
    assert lines.splitlines() == ["名称", "'=1+1", "'-5", "-5", "甲"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_is_on_record_with_its_filter(client_of, reviewer, kind):
    entry(1)
    assert b"".join(client_of.get(LIST, {"size": "small", "export": kind}).streaming_content)
    with acting_as(reviewer):
        (kept,) = ListExport.objects.all()
    assert (kept.page, kept.query, kept.format) == ("enterprises", "size=small", kind)
    assert kept.user_id == reviewer.user_id and "企业名称" in kept.columns


def test_broken_off_export_is_on_record(client_of, reviewer):
    entry(1)
    answer = client_of.get(LIST, {"export": "csv"})
    next(iter(answer.streaming_content))
    # As the server closes an answer, but for the end of the request, which closes the connection.
    for close in answer._resource_closers:
        close()
    with acting_as(reviewer):
        assert ListExport.objects.count() == 1


def test_unknown_format_is_refused(client_of):
    assert client_of.get(LIST, {"export": "pdf"}).status_code == 422


def test_filter_is_saved_with_its_columns_and_shown(client_of):
    client_of.post(LIST, {"save_filter": "yes", "name": "小型", "query": "size=small&after=zzz"})
    page = client_of.get(LIST)
    (saved,) = page.context["list"].arrangement.saved_filters
    assert (saved.name, saved.query) == ("小型", "size=small")
    assert f'href="{LIST}?size=small"' in page.content.decode()


def test_second_filter_of_a_name_is_refused(client_of):
    for query in ("size=small", "size=micro"):
        words = {"save_filter": "yes", "name": "小型", "query": query}
        answer = client_of.post(LIST, words, follow=True)
    assert "已有名为“小型”的筛选" in answer.content.decode()


def test_saved_filters_are_ones_own_and_of_one_list(client_of, signed_in, as_actor, district):
    client_of.post(LIST, {"save_filter": "yes", "name": "小型", "query": "size=small"})
    assert client_of.get("/enterprises/pool/").context["list"].arrangement.saved_filters == []
    colleague = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=district))
    colleague.post(LIST, {"delete_filter": "小型"})
    assert colleague.get(LIST).context["list"].arrangement.saved_filters == []
    with system_scope(reason="test"):
        kept = ListPreference.objects.exclude(saved_filters=[]).get()
    assert kept.saved_filters[0]["name"] == "小型"


def test_deleted_filter_is_gone(client_of):
    client_of.post(LIST, {"save_filter": "yes", "name": "小型", "query": "size=small"})
    client_of.post(LIST, {"delete_filter": "小型"})
    assert client_of.get(LIST).context["list"].arrangement.saved_filters == []


def test_chosen_columns_come_back_in_their_order(client_of):
    chosen = {
        "columns": "chosen", "col": ["assets", "credit_code"],
        "place-assets": "1", "place-credit_code": "2", "query": "size=small&cols=staff&after=zzz",
    }  # fmt: skip
    answer = client_of.post(LIST, chosen)
    assert answer.headers["Location"] == f"{LIST}?size=small"
    columns = client_of.get(LIST).context["list"].shown_columns
    assert [one.key for one in columns] == ["name", "assets", "credit_code"]
    client_of.post(LIST, {"columns": "usual"})
    assert len(client_of.get(LIST).context["list"].shown_columns) > 5


def test_place_that_is_no_number_is_told(client_of):
    chosen = {"columns": "chosen", "col": ["assets"], "place-assets": "第一"}
    assert "位置不是数字" in client_of.post(LIST, chosen, follow=True).content.decode()


def test_unknown_form_of_a_list_is_not_found(client_of):
    assert client_of.post(LIST, {"bulk": "nonsense", "row": ["1"]}).status_code == 404


class TestBulk:
    POOL = "/enterprises/pool/"

    @pytest.fixture
    def members(self, district):
        from tests.enterprises.test_pool import member

        return [member(number) for number in range(3)]

    def test_all_that_the_filter_matches_are_taken(self, client_of, members):
        words = {"bulk": "keep", "all_matching": "yes", "query": f"q={members[0].name}"}
        told = client_of.post(self.POOL, words, follow=True).content.decode()
        assert "已评估 1 家" in told

    def test_nothing_ticked_is_told(self, client_of, members):
        told = client_of.post(self.POOL, {"bulk": "keep"}, follow=True).content.decode()
        assert "请先勾选" in told

    def test_list_comes_back_as_it_was(self, client_of, members):
        words = {"bulk": "keep", "query": f"q={members[0].name}"}
        answer = client_of.post(self.POOL, words)
        assert answer.status_code == 422
        assert [row.pk for row in answer.context["page"].rows] == [members[0].pk]

    def test_wrong_filter_takes_nothing(self, client_of, members):
        words = {"bulk": "keep", "all_matching": "yes", "query": "show=nonsense"}
        answer = client_of.post(self.POOL, words)
        assert answer.status_code == 422
        assert "没有办理" in answer.content.decode()
        assert answer.context["list"].were_all_chosen

    def test_others_rows_are_not_reached(self, client_of, other_district):
        from tests.enterprises.test_pool import member

        foreign = member(9, district=other_district.code)
        told = client_of.post(self.POOL, {"bulk": "keep", "row": [foreign.pk]}, follow=True)
        assert "家，继续培育。" not in told.content.decode()


def test_list_takes_few_queries_whatever_its_length(client_of):
    def asked():
        client_of.get(LIST)
        with CaptureQueriesContext(connection) as seen:
            client_of.get(LIST)
        return len(seen)

    entry(0)
    few = asked()
    for number in range(1, 60):
        entry(number)
    # A second page brings the count.
    assert asked() <= few + 1
