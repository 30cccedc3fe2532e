"""No form of the portal breaks on what somebody leaves out or types by mistake."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from tests.accounts.test_wall_pages import EVERYBODY, args_of, things, visitor, world  # noqa: F401
from tests.accounts.wall_table import TABLE
from tests.pages.written_forms import FormReader, WrittenForm

JUNK = (
    "2027年", "zzz", "-1", "9" * 40, "0001-01-01", "9999-12-31", "1e9999", "NaN", "\x00", "#N/A",
    "𱝩🀄" * 200, "' OR 1=1 --", "[]", '{"a": 1}',
)  # fmt: skip
WHOLE, MOST_FIELDS = 4, 25  # of each form: filled with one junk, and spoilt by themselves
ADDRESS = ("accounts/login/", "accounts/signup/", "accounts/password/reset/")
PLACES = (f"10.{n // 60000}.{n // 250 % 240}.{n % 250}" for n in count(600000))


def pages_of(world, duty) -> Iterator[tuple[str, Client]]:  # noqa: F811
    """The address of each page of the portal that the duty has something behind."""
    own, _ = things(world, duty)
    for name, page in TABLE.items():
        args = args_of(page, own)
        if args is not None and not name.startswith(("api:", "healthz")):
            yield name, reverse(name, args=args)
    for address in ADDRESS:
        yield address, f"/{address}"


def forms_of(client: Client, address: str, method: str) -> list[WrittenForm]:
    """The forms of the page at `address` that are sent by `method`."""
    answer = client.get(address, REMOTE_ADDR=next(PLACES))
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or answer.streaming or not kind.startswith("text/html"):
        return []
    found = FormReader(answer.content.decode(), address).forms
    return [form for form in found if form.method == method]


def variants(
    form: WrittenForm, wrong: Iterator[str], *, most_fields: int
) -> Iterator[dict[str, str]]:
    """What careless hands send: nothing, nothing but what is hidden, everything blank, everything
    wrong, and each of the first fields by itself blank or wrong."""
    hidden = {name: form.sent.get(name, "") for name in form.sent.keys() - set(form.open_fields)}
    yield {}
    yield hidden
    yield form.sent
    yield dict.fromkeys([*hidden, *form.open_fields], "zzz")
    yield hidden | dict.fromkeys(form.open_fields, "")
    for _ in range(WHOLE):
        yield hidden | dict.fromkeys(form.open_fields, next(wrong))
    for name in sorted({*form.sent, *form.open_fields})[:most_fields]:
        yield form.sent | {name: ""}
        yield form.sent | {name: next(wrong)}


def broken(client: Client, address: str, sent: dict[str, str]) -> str:
    """What a POST broke on; "" where it was answered. Nothing of it stays."""
    with transaction.atomic():
        answer = client.post(address, sent, REMOTE_ADDR=next(PLACES))
        transaction.set_rollback(True)
    if answer.status_code < 500:
        return ""
    fault = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {fault[1]!r}" if fault else str(answer.status_code)


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_no_form_breaks_on_what_is_left_out_or_mistyped(world, duty):  # noqa: F811
    client = visitor(world, duty)
    found: dict[str, dict[str, object]] = {}
    asked, wrong = set(), cycle(JUNK)
    for name, address in pages_of(world, duty):
        for form in forms_of(client, address, "post"):
            key = (form.action, tuple(form.open_fields))
            if key in asked or "logout" in form.action:
                continue
            asked.add(key)
            # Those of a list are the kit's, the same on each.
            most = 0 if hasattr(resolve(address).func, "list_page") else MOST_FIELDS
            for sent in variants(form, wrong, most_fields=most):
                if fault := broken(client, form.action, sent):
                    found.setdefault(f"{name} {form.action} {fault}", sent)
    assert found == {}


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_no_address_breaks_on_an_empty_post(world, duty):  # noqa: F811
    client = visitor(world, duty)
    found = {}
    for name, address in pages_of(world, duty):
        for sent in ({}, dict.fromkeys(("reason", "version", "name", "rows", "row"), "zzz")):
            if fault := broken(client, address, sent):
                found[name] = fault
    assert found == {}


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_no_address_breaks_on_an_act_that_there_is_not(world, duty):  # noqa: F811
    client = visitor(world, duty)
    own, _ = things(world, duty)
    found = {}
    for name, page in TABLE.items():
        nonsense = replace(page, args=tuple("=zzz" if a[0] == "=" else a for a in page.args))
        args = args_of(nonsense, own)
        if args is None or nonsense.args == page.args or name.startswith("api:"):
            continue
        try:
            address = reverse(name, args=args)
        except NoReverseMatch:
            continue
        if fault := broken(client, address, {"reason": "理由", "version": "1"}):
            found[name] = fault
        if client.get(address, REMOTE_ADDR=next(PLACES)).status_code >= 500:
            found[name] = "GET"
    assert found == {}


@pytest.mark.parametrize("duty", EVERYBODY, ids=str)
def test_no_page_takes_a_choice_that_there_is_not(world, duty):  # noqa: F811
    """Figures of anything else than what the address asks for would be taken for those."""
    client = visitor(world, duty)
    found, asked = {}, set()
    for _, address in pages_of(world, duty):
        for form in forms_of(client, address, "get"):
            if not form.chosen or form.action in asked:
                continue
            asked.add(form.action)
            for name in [*sorted(form.chosen), "zzz"]:
                query = {"zzz": "1"} if name == "zzz" else {name: "zzz"}
                answer = client.get(form.action, query, REMOTE_ADDR=next(PLACES))
                if answer.status_code not in (404, 422):
                    found[form.action, name] = answer.status_code
    assert found == {}
