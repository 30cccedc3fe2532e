"""The bank's webhooks: made, tried out, ended; one message that was sent to them."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.line.actions.save_webhook import (
    disable_webhook,
    enable_webhook,
    end_key,
    make_webhook,
    rotate_key,
    send_again,
    send_dead_again,
    send_test,
    send_waiting_now,
)
from financing.line.forms import WebhookForm
from financing.line.lists import ATTEMPTS, TONES, WEBHOOKS, DeliveryList, next_attempt
from financing.line.webhooks.health import health_of
from financing.models import Webhook, WebhookDelivery, WebhookSecret
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from pages.request_values import whole_number

administrators_only = for_duties(Duty.BANK_OFFICER, administrator=True)
ACTS: dict[str, tuple[Callable[[Actor, int], object], str]] = {
    "test": (send_test, "测试消息已发出，几秒后刷新看结果。"),
    "disable": (disable_webhook, "已停用，不再发送。"),
    "enable": (enable_webhook, "已重新启用，停用期间留存的消息正在发送。"),
    "again": (send_dead_again, "未能送达的消息正在重新发送。"),
    "now": (send_waiting_now, "等待的消息正在发送。"),
}


@administrators_only
def webhooks(request: ActorRequest) -> HttpResponse:
    """The bank's webhooks; a new one, whose key is shown once."""
    actor = request.actor
    form, shown = WebhookForm(request.POST or None), None
    if request.method == "POST":
        made = attempt(
            request,
            lambda: make_webhook(actor, form.cleaned_data["name"], form.cleaned_data["url"]),
            form=form,
        )
        if made.value:
            form, shown = WebhookForm(), dict(zip(("webhook", "key"), made.value, strict=True))
    own = Webhook.objects.filter(organisation_id=actor.organisation_id)
    rows: list[Any] = list(own.order_by("disabled_at", "-id")[:100])
    health = health_of(rows)
    for row in rows:
        row.health = health[row.pk]
    context = {"rows": table_html(WEBHOOKS, rows) if rows else "", "form": form, "shown": shown}
    response = page_with_form(request, "financing/webhooks.html", context, form)
    if shown:
        response["Cache-Control"] = "no-store"
    return response


@administrators_only
@require_GET
def delivery(request: ActorRequest, pk: int) -> HttpResponse:
    """One message: what it says, and every attempt to deliver it."""
    actor = request.actor
    rows = WebhookDelivery.objects.visible_to(actor).select_related("webhook")
    row = rows.get(pk=pk, organisation_id=actor.organisation_id)
    body = json.dumps(json.loads(row.body), ensure_ascii=False, indent=2)
    attempts = row.attempt_rows.order_by("-id")[:100]
    context = {
        "row": row,
        "tone": TONES[row.state],
        "next_attempt": next_attempt(row),
        "body": body,
        "attempts": table_html(ATTEMPTS, attempts) if attempts else "",
    }
    return render(request, "financing/delivery.html", context)


@administrators_only
@require_POST
def rotate(request: ActorRequest, pk: int) -> HttpResponse:
    """A further signing key, shown once."""
    page = DeliveryList(request, pk=pk)
    row, latest = page.webhook, whole_number(request.POST.get("latest"))
    key = attempt(request, lambda: rotate_key(request.actor, pk, latest)).value
    if key is None:
        return redirect("financing:webhook", pk)
    page.shown = {"webhook": row, "key": key}
    return page.page()


@administrators_only
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """Sign no more with an old key."""
    row = WebhookSecret.objects.visible_to(request.actor).get(pk=pk)
    attempt(request, lambda: end_key(request.actor, pk), done="旧签名密钥已停用。")
    return redirect("financing:webhook", row.webhook_id)


@administrators_only
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Try a webhook out, end it, use it again, or send again what was given up."""
    row = DeliveryList(request, pk=pk).webhook
    if name not in ACTS:
        raise Http404
    do, text = ACTS[name]
    attempt(request, lambda: do(request.actor, row.pk), done=text)
    return redirect("financing:webhook", pk)


@administrators_only
@require_POST
def again(request: ActorRequest, pk: int) -> HttpResponse:
    """Send one message once more."""
    attempt(
        request,
        lambda: send_again(request.actor, pk),
        done="正在重新发送，几秒后刷新看结果。",
    )
    return redirect("financing:delivery", pk)
