"""From a form to an act and back: done, refused, stale."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage

from accounts.errors import NotPermitted, RuleViolation, StaleVersion
from pages.acts import attempt, page_with_form


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.fixture
def request_(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    return request


def told(request):
    return [str(one) for one in get_messages(request)]


def refusing(errors):
    def act():
        raise RuleViolation(errors)

    return act


def test_done_act_tells_what_it_did(request_):
    result = attempt(request_, lambda: 7, done=lambda number: f"{number} 件")
    assert result and result.value == 7 and told(request_) == ["7 件"]


def test_refusal_without_a_form_is_a_message(request_):
    result = attempt(request_, refusing("不行。"))
    assert not result and told(request_) == ["不行。"]


def test_refusal_with_a_form_stands_at_its_fields(request_):
    form = NameForm({"name": "甲"})
    assert not attempt(request_, refusing({"name": "太短。", "other": "不行。"}), form=form)
    assert form.errors["name"] == ["太短。"] and form.non_field_errors() == ["不行。"]
    assert told(request_) == []


def test_invalid_form_carries_nothing_out(request_):
    carried_out = []
    assert not attempt(request_, lambda: carried_out.append(1), form=NameForm({}))
    assert carried_out == []


def test_stale_page_tells_who_changed_it_and_leads_on(request_):
    def act():
        raise StaleVersion("李四已经办理。")

    result = attempt(request_, act)
    assert result and result.is_stale and not result.is_done
    assert told(request_) == ["李四已经办理。"]


def test_missing_permission_is_left_to_the_middleware(request_):
    def act():
        raise NotPermitted()

    with pytest.raises(NotPermitted):
        attempt(request_, act)


@pytest.mark.parametrize(("data", "status"), [(None, 200), ({"name": "甲"}, 200), ({}, 422)])
def test_page_of_a_wrong_form_says_so_by_its_status(rf, data, status):
    answer = page_with_form(rf.get("/"), "405.html", {}, NameForm(data))
    assert answer.status_code == status
