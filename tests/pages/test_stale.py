"""Pages that are out of date, shown on policies: nothing is overwritten, nothing typed is lost."""

from datetime import date

import pytest

from accounts.duties import Duty
from accounts.errors import NotPermitted
from accounts.tenancy import acting_as
from pages.records.actions import save_record
from pages.stale import StaleRecord
from services.records import PolicyRecord
from tests.pages.test_records import LIST, page_of, saved, sent
from tests.services.test_policies import policy


@pytest.fixture
def officer(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def colleague(as_actor):
    return as_actor(Duty.CITY_OFFICER)


@pytest.fixture
def city(signed_in, officer):
    return signed_in(officer)


def change_by(colleague, row, **values):
    with acting_as(colleague):
        save_record(colleague, PolicyRecord, values, pk=row.pk, version=row.version)


def test_old_version_overwrites_nothing_and_says_who_changed_what(city, colleague):
    row = policy(1)
    change_by(colleague, row, issuer="新的局")
    answer = city.post(f"{LIST}{row.pk}/edit/", sent(row, title="我的名称"))
    assert answer.status_code == 422 and saved(row).title == row.title
    told = page_of(answer)
    assert colleague.user_name in told and "修改了发布机构" in told
    assert "示例局" in told and "新的局" in told


def test_what_was_typed_stays_and_what_was_not_touched_is_taken_over(city, colleague):
    row = policy(1, tags=["甲"], sizes=["small"])
    change_by(
        colleague, row, issuer="新的局", tags=["乙"], sizes=["large", "medium"],
        valid_to=date(2030, 1, 1),
    )  # fmt: skip
    form = city.post(f"{LIST}{row.pk}/edit/", sent(row, title="我的名称")).context["form"]
    shown = {name: form[name].value() for name in ("title", "issuer", "tags", "valid_to")}
    assert shown == {
        "title": "我的名称", "issuer": "新的局", "tags": "乙", "valid_to": "2030-01-01"
    }  # fmt: skip
    assert sorted(form["sizes"].value()) == ["large", "medium"]


def test_field_that_both_changed_says_what_stands_there(city, colleague):
    row = policy(1)
    change_by(colleague, row, title="同事的名称")
    form = city.post(f"{LIST}{row.pk}/edit/", sent(row, title="我的名称")).context["form"]
    assert form["title"].value() == "我的名称"
    assert "现在保存的是“同事的名称”" in form.errors["title"][0]


def test_second_sending_saves_over_what_was_shown(city, colleague):
    row = policy(1)
    change_by(colleague, row, title="同事的名称")
    answer = city.post(f"{LIST}{row.pk}/edit/", sent(row, title="我的名称"))
    again = sent(row, title="我的名称", version=answer.context["version"])
    assert city.post(f"{LIST}{row.pk}/edit/", again).status_code == 302
    assert (saved(row).title, saved(row).version) == ("我的名称", 3)


def test_form_that_comes_back_for_another_reason_keeps_its_version(city, colleague):
    row = policy(1)
    change_by(colleague, row, title="同事的名称")
    wrong = city.post(f"{LIST}{row.pk}/edit/", sent(row, valid_from="明天"))
    assert wrong.context["version"] == 1
    mended = city.post(f"{LIST}{row.pk}/edit/", sent(row, version=wrong.context["version"]))
    assert mended.status_code == 422 and saved(row).title == "同事的名称"


def test_page_without_a_version_is_stale(city):
    row = policy(1)
    form = {name: value for name, value in sent(row).items() if name != "version"}
    assert city.post(f"{LIST}{row.pk}/edit/", form).status_code == 422


def test_who_may_not_edit_is_not_told_what_changed(as_actor, colleague):
    row = policy(1)
    change_by(colleague, row, title="同事的名称")
    leader = as_actor(Duty.LEADER)
    with acting_as(leader), pytest.raises(NotPermitted):
        save_record(leader, PolicyRecord, {"title": "我的"}, pk=row.pk, version=1)


def test_stale_version_names_the_revisions(officer):
    row = policy(1)
    with acting_as(officer):
        for title in ("一", "二"):
            save_record(officer, PolicyRecord, {"title": title}, pk=row.pk)
        with pytest.raises(StaleRecord) as stale:
            save_record(officer, PolicyRecord, {"title": "三"}, pk=row.pk, version=1)
    assert [one.changes[0].new for one in stale.value.revisions] == ["二", "一"]
    assert stale.value.before["title"] == row.title
