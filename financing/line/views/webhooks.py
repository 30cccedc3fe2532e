"""The bank's webhooks, and the messages that were sent to them."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.line.actions.save_webhook import (
    OVERLAP,
    disable_webhook,
    enable_webhook,
    end_key,
    make_webhook,
    rotate_key,
    send_again,
    send_dead_again,
    send_test,
)
from financing.line.filters import DeliveryFilter
from financing.line.forms import WebhookForm
from financing.models import Webhook, WebhookDelivery, WebhookSecret
from pages.acts import add_errors
from pages.lists.keyset import keyset_page
from pages.request_values import whole_number

administrators_only = for_duties(Duty.BANK_OFFICER, administrator=True)
ACTS: dict[str, tuple[Callable[[Actor, int], Any], str]] = {
    "test": (send_test, "测试消息已发出，几秒后刷新看结果。"),
    "disable": (disable_webhook, "已停用，不再发送。"),
    "enable": (enable_webhook, "已重新启用，停用期间留存的消息正在发送。"),
    "again": (send_dead_again, "未能送达的消息正在重新发送。"),
}
TONES = {"waiting": "wait", "delivered": "ok", "dead": "bad"}


@administrators_only
def webhooks(request: ActorRequest) -> HttpResponse:
    """The bank's webhooks; a new one, whose key is shown once."""
    actor: Actor = request.actor
    form, shown = WebhookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            webhook, key = make_webhook(actor, form.cleaned_data["name"], form.cleaned_data["url"])
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            form, shown = WebhookForm(), {"webhook": webhook, "key": key}
    rows = Webhook.objects.filter(organisation_id=actor.organisation_id)
    context = {"rows": rows.order_by("disabled_at", "-id")[:100], "form": form, "shown": shown}
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "financing/webhooks.html", context, status=status)
    return _not_kept(response) if shown else response


@administrators_only
@require_GET
def webhook(request: ActorRequest, pk: int) -> HttpResponse:
    """One webhook: its keys and what was sent to it, the latest first."""
    return _page(request, _own(request, pk))


def _page(request: ActorRequest, row: Webhook, shown: dict[str, Any] | None = None) -> HttpResponse:
    deliveries = WebhookDelivery.objects.filter(webhook=row)
    filters = DeliveryFilter(request.GET, queryset=deliveries, request=request)
    page = keyset_page(request, filters.qs, order=("-id",), size=50)
    for one in page.rows:
        one.tone = TONES[one.state]
    keys = WebhookSecret.objects.filter(webhook=row).order_by("-id")
    context = {
        "row": row,
        "keys": [one for one in keys if one.is_valid],
        "page": page,
        "filter": filters,
        "query": request.GET.urlencode(),
        "has_dead": deliveries.filter(state=WebhookDelivery.State.DEAD).exists(),
        "overlap_days": OVERLAP.days,
        "shown": shown,
    }
    response = render(request, "financing/webhook.html", context)
    return _not_kept(response) if shown else response


@administrators_only
@require_GET
def delivery(request: ActorRequest, pk: int) -> HttpResponse:
    """One message: what it says, and every attempt to deliver it."""
    actor: Actor = request.actor
    rows = WebhookDelivery.objects.visible_to(actor).select_related("webhook")
    row = rows.get(pk=pk, organisation_id=actor.organisation_id)
    body = json.dumps(json.loads(row.body), ensure_ascii=False, indent=2)
    context = {
        "row": row,
        "tone": TONES[row.state],
        "body": body,
        "attempts": row.attempt_rows.order_by("-id")[:100],
    }
    return render(request, "financing/delivery.html", context)


@administrators_only
@require_POST
def rotate(request: ActorRequest, pk: int) -> HttpResponse:
    """A further signing key, shown once."""
    row = _own(request, pk)
    latest = whole_number(request.POST.get("latest"))
    try:
        key = rotate_key(request.actor, pk, latest)
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("financing:webhook", pk)
    return _page(request, row, {"webhook": row, "key": key})


@administrators_only
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """Sign no more with an old key."""
    row = WebhookSecret.objects.visible_to(request.actor).get(pk=pk)
    _said(request, lambda actor: end_key(actor, pk), "旧签名密钥已停用。")
    return redirect("financing:webhook", row.webhook_id)


@administrators_only
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Try a webhook out, end it, use it again, or send again what was given up."""
    _own(request, pk)
    if name not in ACTS:
        raise Http404
    do, text = ACTS[name]
    _said(request, lambda actor: do(actor, pk), text)
    return redirect("financing:webhook", pk)


@administrators_only
@require_POST
def again(request: ActorRequest, pk: int) -> HttpResponse:
    """Send one message once more."""
    _said(request, lambda actor: send_again(actor, pk), "正在重新发送，几秒后刷新看结果。")
    return redirect("financing:delivery", pk)


def _own(request: ActorRequest, pk: int) -> Webhook:
    actor: Actor = request.actor
    row: Webhook = Webhook.objects.visible_to(actor).get(
        pk=pk, organisation_id=actor.organisation_id
    )
    return row


def _said(request: ActorRequest, do: Callable[[Actor], Any], text: str) -> None:
    try:
        do(request.actor)
        messages.success(request, text)
    except RuleViolation as refused:
        messages.error(request, str(refused))


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
