"""Telling the browser which of the forms that it keeps were carried out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from accounts.errors import RuleViolation
from pages.acts import attempt
from pages.kept_forms import COOKIE, MOST, KeptFormsMiddleware


def _sent(
    answer: Callable[[HttpRequest], HttpResponse], name: str = "0a1b", cookies: str = ""
) -> HttpResponse:
    request = RequestFactory().post("/somewhere/", {"kept_as": name})
    request.COOKIES[COOKIE] = cookies
    return KeptFormsMiddleware(answer)(request)


def _refused(request: HttpRequest) -> HttpResponse:
    setattr(request, "_messages", _Messages())  # noqa: B010 - as the middleware of messages does

    def act() -> None:
        raise RuleViolation("请写明原因。")

    attempt(request, act)
    return redirect("/there/")


class _Messages:
    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        """Nobody reads them here."""


def test_a_form_that_leads_on_was_carried_out() -> None:
    assert _sent(lambda request: redirect("/there/")).cookies[COOKIE].value == "0a1b"


def test_a_form_that_comes_back_was_not() -> None:
    assert COOKIE not in _sent(lambda request: HttpResponse(status=422)).cookies


def test_a_refusal_that_leads_on_was_not() -> None:
    assert COOKIE not in _sent(_refused).cookies


def test_forms_of_several_windows_are_told_together() -> None:
    many = ".".join(str(number) for number in range(9))
    told = _sent(lambda request: redirect("/there/"), cookies=many).cookies[COOKIE].value
    assert told.split(".") == ["5", "6", "7", "8", "0a1b"] and len(told.split(".")) == MOST


def test_only_plain_names_are_repeated() -> None:
    answer = _sent(lambda request: redirect("/there/"), name="x; domain=elsewhere")
    assert COOKIE not in answer.cookies
