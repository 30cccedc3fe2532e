"""The bank's programs and their secrets."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.line.actions.save_client import (
    OVERLAP,
    change_client,
    disable_client,
    end_secret,
    make_client,
    rotate_secret,
)
from financing.line.forms import ProgramForm
from financing.line.lists import REFUSALS
from financing.line.usage import last_used
from financing.models import BankClient, ClientRefusal, ClientScope, ClientSecret
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from pages.request_values import shown_version, whole_number
from pages.stale import version_to_show

MOST_REFUSALS = 20
administrators_only = for_duties(Duty.BANK_OFFICER, administrator=True)


@administrators_only
@require_GET
def programs(request: ActorRequest) -> HttpResponse:
    """The bank's programs and their secrets."""
    return _page(request, ProgramForm())


def _page(
    request: ActorRequest,
    form: ProgramForm,
    shown: dict[str, object] | None = None,
) -> HttpResponse:
    actor = request.actor
    own = BankClient.objects.filter(organisation_id=actor.organisation_id)
    rows = list(own.select_related("created_by").order_by("disabled_at", "-id")[:100])
    used = last_used(rows)
    secrets: dict[int, list[ClientSecret]] = {}
    for one in ClientSecret.objects.filter(client__in=rows).order_by("-id"):
        if one.is_valid:
            secrets.setdefault(one.client_id, []).append(one)
    for row in rows:
        row.valid_secrets = secrets.get(row.pk, [])
        row.scope_labels = [str(ClientScope(one).label) for one in row.scopes]
        row.last_used = used.get(row.pk)
    refused = ClientRefusal.objects.filter(organisation_id=actor.organisation_id)
    recent = refused.select_related("client").order_by("-last_at", "-id")[:MOST_REFUSALS]
    context = {
        "rows": rows,
        "form": form,
        "shown": shown,
        "overlap_days": OVERLAP.days,
        "refusals": table_html(REFUSALS, recent) if recent else "",
    }
    response = page_with_form(request, "financing/programs.html", context, form)
    if shown:
        response["Cache-Control"] = "no-store"
    return response


@administrators_only
@require_POST
def make(request: ActorRequest) -> HttpResponse:
    """A new program; its secret is shown once."""
    actor = request.actor
    form = ProgramForm(request.POST)
    made = attempt(
        request,
        lambda: make_client(actor, *form.terms()),
        form=form,
    )
    if made.value is None:
        return _page(request, form)
    client, secret = made.value
    return _page(request, ProgramForm(), {"client": client, "secret": secret})


@administrators_only
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Another name, other scopes or other addresses."""
    actor = request.actor
    row = BankClient.objects.visible_to(actor).get(
        pk=pk, organisation_id=actor.organisation_id, disabled_at=None
    )
    initial = {
        "name": row.name,
        "scopes": row.scopes,
        "networks": "\n".join(row.allowed_networks),
    }
    form = ProgramForm(request.POST or None, initial=initial)
    if request.method == "POST":
        version = shown_version(request.POST)
        tried = attempt(
            request,
            lambda: change_client(actor, pk, *form.terms(), version=version),
            form=form,
            done="已保存，立即生效。",
        )
        if tried:
            return redirect("financing:programs")
    context = {
        "row": row,
        "form": form,
        "version": version_to_show(request, row, form),
        "stale": getattr(form, "stale", None),
    }
    return page_with_form(request, "financing/program.html", context, form)


@administrators_only
@require_POST
def rotate(request: ActorRequest, pk: int) -> HttpResponse:
    """A further secret, shown once; the old one holds on for a time."""
    latest = whole_number(request.POST.get("latest"))
    secret = attempt(request, lambda: rotate_secret(request.actor, pk, latest)).value
    if secret is None:
        return redirect("financing:programs")
    client = BankClient.objects.get(pk=pk)
    return _page(request, ProgramForm(), {"client": client, "secret": secret})


@administrators_only
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """Let an old secret end now."""
    attempt(request, lambda: end_secret(request.actor, pk), done="旧密钥已停用。")
    return redirect("financing:programs")


@administrators_only
@require_POST
def disable(request: ActorRequest, pk: int) -> HttpResponse:
    """End a program."""
    attempt(
        request,
        lambda: disable_client(request.actor, pk),
        done=lambda client: f"“{client.name}”已停用，令牌和密钥立即失效。",
    )
    return redirect("financing:programs")
