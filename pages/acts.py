"""From a form or a button to a business act, and from its refusal to words beside the field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.errors import RuleViolation, StaleVersion
from pages.kept_forms import not_carried_out
from pages.stale import StaleRecord, keep_typed

T = TypeVar("T")


@dataclass(frozen=True)
class Attempt(Generic[T]):
    """How an act went: `value` is what it returned if it was carried out; `is_stale` where the
    page that it was sent from was out of date. Settled attempts lead on to the next page; the
    others show the form again with what is wrong."""

    value: T | None = None
    is_done: bool = False
    is_stale: bool = False

    @property
    def is_settled(self) -> bool:
        return self.is_done or self.is_stale

    def __bool__(self) -> bool:
        return self.is_settled


def attempt(
    request: HttpRequest,
    act: Callable[[], T],
    *,
    form: BaseForm | None = None,
    done: str | Callable[[T], str] = "",
) -> Attempt[T]:
    """Carry out `act` and tell the person how it went.

    With a `form`, the act runs only if the form is valid, and reasons of a refusal are put at its
    fields; without one they become a message. A stale page becomes a message that says who changed
    what; with a `form` whose act names the row (`pages.stale`), the form comes back instead, with
    what was typed. `done` is the message of success, or makes it from what the act returned.
    `NotPermitted` is left to the middleware, which answers with the 403 page.
    """
    if form is not None and not form.is_valid():
        return Attempt()
    try:
        value = act()
    except RuleViolation as refusal:
        if form is None:
            messages.error(request, str(refusal))
            not_carried_out(request)
        else:
            add_errors(form, refusal.errors)
        return Attempt()
    except StaleVersion as stale:
        if form is not None and isinstance(stale, StaleRecord):
            keep_typed(form, stale)
            return Attempt()
        messages.warning(request, stale.message)
        not_carried_out(request)
        return Attempt(is_stale=True)
    if text := done(value) if callable(done) else done:
        messages.success(request, text)
    return Attempt(value, is_done=True)


def add_errors(form: BaseForm, errors: dict[str, str]) -> None:
    """Put the reasons of a `RuleViolation` at the fields of `form`; those of no field above it."""
    for key, message in errors.items():
        form.add_error(key if key in form.fields else None, message)


def page_with_form(
    request: HttpRequest, template: str, context: Mapping[str, object], *forms: BaseForm
) -> HttpResponse:
    """The page `template`; 422 where one of `forms` came back with errors."""
    wrong = any(form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=422 if wrong else 200)
