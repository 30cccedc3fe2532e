"""The city's batches: planning, changing, giving more time, what waits for a notice."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import add_errors
from pages.lists.keyset import keyset_page
from procedures.batches.actions.open_batch import change_batch, extend_batch, plan_batch
from procedures.batches.forms import BatchForm, ExtensionForm
from procedures.models import Application, Batch
from procedures.models.application import State
from schemes.models import SchemeVersion

city_only = for_duties(Duty.CITY_OFFICER)
USUAL_DAYS = 30


@city_only
def batches(request: ActorRequest) -> HttpResponse:
    """Batches with what waits in them."""
    now = timezone.now()
    rows = Batch.objects.select_related("version__scheme").prefetch_related("extensions", "notices")
    page: Any = keyset_page(request, rows, order=("-opens_at", "-id"), size=30)
    counted = (
        Application.objects.filter(batch_id__in=[row.pk for row in page], deleted_at=None)
        .values("batch_id", "state")
        .annotate(number=Count("id"))
        .values_list("batch_id", "state", "number")
    )
    numbers = {(batch, state): number for batch, state, number in counted}
    for row in page.rows:
        row.drafts = numbers.get((row.pk, State.DRAFT), 0)
        row.filed = sum(n for (pk, state), n in numbers.items() if pk == row.pk) - row.drafts
        row.proposed = numbers.get((row.pk, State.PROPOSED), 0)
        row.on_notice = numbers.get((row.pk, State.PUBLIC_NOTICE), 0)
        row.approved = numbers.get((row.pk, State.APPROVED), 0)
        row.is_coming = now < row.opens_at
        row.phase = "未开放" if row.is_coming else "受理中" if row.is_open else "已截止"
    waiting = Application.objects.filter(state=State.PROPOSED).count()
    return render(request, "procedures/batches.html", {"page": page, "waiting": waiting})


@city_only
def plan(request: ActorRequest) -> HttpResponse:
    """A new batch of a published version."""
    versions = SchemeVersion.objects.in_force().select_related("scheme").order_by(
        "scheme__sort", "-valid_from"
    )  # fmt: skip
    form = BatchForm(request.POST or None, initial=_usual_window(), versions=versions)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            batch = plan_batch(
                request.actor,
                data["version"].pk,
                data["name"],
                data["opens_at"],
                data["closes_at"],
            )
        except RuleViolation as refusal:
            add_errors(form, refusal.errors)
        else:
            messages.success(request, f"已建立“{batch.name}”。")
            return redirect("procedures:batches")
    status = 422 if form.is_bound else 200
    return render(request, "procedures/batch_edit.html", {"form": form}, status=status)


@city_only
def change(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Change a batch that has not opened yet."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    if batch.opens_at <= timezone.now():
        messages.info(request, "批次已经开放，只能延期。")
        return redirect("procedures:batches")
    initial = {"name": batch.name, "opens_at": batch.opens_at, "closes_at": batch.closes_at}
    form = BatchForm(request.POST or None, initial=initial, versions=None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            change_batch(
                request.actor,
                batch.pk,
                data["name"],
                data["opens_at"],
                data["closes_at"],
            )
        except RuleViolation as refusal:
            add_errors(form, refusal.errors)
        else:
            messages.success(request, "批次已保存。")
            return redirect("procedures:batches")
    status = 422 if form.is_bound else 200
    context = {"form": form, "batch": batch}
    return render(request, "procedures/batch_edit.html", context, status=status)


@city_only
def extend(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Give a batch more time, with the reason that enterprises read."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    later = timezone.localtime(max(batch.closes_at, timezone.now())) + timedelta(days=7)
    form = ExtensionForm(request.POST or None, initial={"closes_at": later})
    if request.method == "POST" and form.is_valid():
        try:
            extended = extend_batch(
                request.actor,
                batch.pk,
                form.cleaned_data["closes_at"],
                form.cleaned_data["reason"],
            )
        except RuleViolation as refusal:
            add_errors(form, refusal.errors)
        else:
            until = timezone.localtime(extended.closes_at)
            messages.success(request, f"已延期到 {until:%Y-%m-%d %H:%M}，有草稿的企业会收到通知。")
            return redirect("procedures:batches")
    drafts = Application.objects.filter(batch=batch, state=State.DRAFT, deleted_at=None).count()
    context = {
        "form": form,
        "batch": batch,
        "drafts": drafts,
        "extensions": batch.extensions.select_related("extended_by"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "procedures/batch_extend.html", context, status=status)


def _usual_window() -> dict[str, datetime]:
    """From tomorrow at nine, for a month, until half past five in the afternoon (local time)."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    last = tomorrow + timedelta(days=USUAL_DAYS)
    return {
        "opens_at": timezone.make_aware(datetime.combine(tomorrow, time(9))),
        "closes_at": timezone.make_aware(datetime.combine(last, time(17, 30))),
    }
