"""The bank's side in the browser: the list as it sees it, and its programs with their secrets."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.pagination import keyset_page
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from enterprises.forms import add_errors
from enterprises.models import Enterprise, SizeClass, YearlyReport
from financing.actions.keep_client import (
    OVERLAP,
    disable_client,
    end_secret,
    make_client,
    rotate_secret,
)
from financing.forms import ProgramForm
from financing.models import BankClient, ClientSecret, Disclosure, FeedRow
from financing.models.consent import FieldGroup
from financing.pulls import look_up

bank_only = for_duties(Duty.BANK_OFFICER)
administrators_only = for_duties(Duty.BANK_OFFICER, administrator=True)


@bank_only
@require_GET
def bank_list(request: HttpRequest) -> HttpResponse:
    """The list as the bank sees it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = FeedRow.objects.filter(bank_id=actor.organisation_id, left_at=None)
    code = request.GET.get("q", "").strip().upper()
    if code:
        rows = rows.filter(credit_code=code)
    page = keyset_page(request, rows, order=("-id",), size=50)
    for row in page.rows:
        row.content = json.loads(row.bare)
        row.group_labels = [FieldGroup(one).label for one in row.groups.split(",") if one]
    context = {"page": page, "code": code, "total": rows.count()}
    return render(request, "financing/bank_list.html", context)


@bank_only
@require_GET
def bank_entry(request: HttpRequest, credit_code: str) -> HttpResponse:
    """One enterprise, as far as it consented; the enterprise reads that it was looked at."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = look_up(actor, credit_code, actor.user_name, Disclosure.Means.CONSOLE)
    if found is None:
        raise FeedRow.DoesNotExist
    content = json.loads(found)
    context = {"content": content, "tables": _tables(content)}
    return render(request, "financing/bank_entry.html", context)


def _tables(content: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The groups of single values as rows of label, value and unit."""
    tables = []
    for group, model, prefix in (
        ("identity", Enterprise, ""),
        ("figures", YearlyReport, ""),
        ("contacts", Enterprise, "contact_"),
    ):
        if content[group] is None:
            continue
        rows = [_line(model, prefix + name, value) for name, value in content[group].items()]
        tables.append((str(FieldGroup(group).label), rows))
    return tables


def _line(model: Any, name: str, value: Any) -> dict[str, Any]:
    if name == "size_class":
        value = dict(SizeClass.choices).get(value, value)
    label, _, unit = str(model._meta.get_field(name).verbose_name).partition("（")
    return {"label": label, "value": value, "unit": unit.rstrip("）") if value else ""}


@administrators_only
@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """The bank's programs and their secrets."""
    return _page(request, ProgramForm())


def _page(
    request: HttpRequest,
    form: ProgramForm,
    shown: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = list(
        BankClient.objects.filter(organisation_id=actor.organisation_id).order_by(
            "disabled_at", "-id"
        )[:100]
    )
    secrets: dict[int, list[ClientSecret]] = {}
    for one in ClientSecret.objects.filter(client__in=rows).order_by("-id"):
        if one.is_valid:
            secrets.setdefault(one.client_id, []).append(one)
    for row in rows:
        row.valid_secrets = secrets.get(row.pk, [])
    context = {"rows": rows, "form": form, "shown": shown, "overlap_days": OVERLAP.days}
    response = render(request, "financing/programs.html", context, status=status)
    if shown:
        response["Cache-Control"] = "no-store"
    return response


@administrators_only
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new program; its secret is shown once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ProgramForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            client, secret = make_client(
                actor, said["name"], said["scopes"], said["networks"].split()
            )
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            return _page(request, ProgramForm(), {"client": client, "secret": secret})
    return _page(request, form, status=422)


@administrators_only
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A further secret, shown once; the old one holds on for a time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        secret = rotate_secret(actor, pk)
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("financing:programs")
    client = BankClient.objects.get(pk=pk)
    return _page(request, ProgramForm(), {"client": client, "secret": secret})


@administrators_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an old secret end now."""
    try:
        end_secret(request.actor, pk)  # type: ignore[attr-defined]
        messages.success(request, "旧密钥已停用。")
    except RuleViolation as refused:
        messages.error(request, str(refused))
    return redirect("financing:programs")


@administrators_only
@require_POST
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """End a program."""
    try:
        client = disable_client(request.actor, pk)  # type: ignore[attr-defined]
        messages.success(request, f"“{client.name}”已停用，令牌和密钥立即失效。")
    except RuleViolation as refused:
        messages.error(request, str(refused))
    return redirect("financing:programs")
