"""The city's batches: planning, changing, giving more time."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from pages.moments import until
from procedures.batches.actions.open_batch import change_batch, extend_batch, plan_batch
from procedures.batches.forms import BatchForm, ExtensionForm
from procedures.batches.lists import EXTENSIONS
from procedures.models import Application, Batch
from procedures.models.application import State
from schemes.models import SchemeVersion

city_only = for_duties(Duty.CITY_OFFICER)
USUAL_DAYS = 30


@city_only
def plan(request: ActorRequest) -> HttpResponse:
    """A new batch of a published version."""
    published = SchemeVersion.objects.filter(state=SchemeVersion.State.PUBLISHED)
    versions = published.select_related("scheme").order_by("scheme__sort", "-valid_from")
    form = BatchForm(request.POST or None, initial=_usual_window(), versions=versions)
    if request.method == "POST" and attempt(
        request,
        lambda: plan_batch(
            request.actor,
            form.cleaned_data["version"].pk,
            **form.terms(),
            purpose=form.cleaned_data["purpose"] or Batch.Purpose.BOTH,
        ),
        form=form,
        done=lambda batch: f"已建立“{batch.name}”。",
    ):
        return redirect("procedures:batches")
    return page_with_form(request, "procedures/batch_edit.html", {"form": form}, form)


@city_only
def change(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Change a batch that has not opened yet."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    if batch.phase != Batch.Phase.COMING:
        messages.info(request, "批次已经开放，只能延期。")
        return redirect("procedures:batches")
    initial = {"name": batch.name, "opens_at": batch.opens_at, "closes_at": batch.closes_at}
    form = BatchForm(request.POST or None, initial=initial, versions=None)
    if request.method == "POST" and attempt(
        request,
        lambda: change_batch(request.actor, batch.pk, **form.terms()),
        form=form,
        done="批次已保存。",
    ):
        return redirect("procedures:batches")
    context = {"form": form, "batch": batch}
    return page_with_form(request, "procedures/batch_edit.html", context, form)


@city_only
def extend(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Give a batch more time, with the reason that enterprises read."""
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    later = timezone.localtime(max(batch.closes_at, timezone.now())) + timedelta(days=7)
    form = ExtensionForm(request.POST or None, initial={"closes_at": later})
    if request.method == "POST" and attempt(
        request,
        lambda: extend_batch(request.actor, batch.pk, **form.cleaned_data),
        form=form,
        done=lambda row: f"已延期到 {until(row.closes_at)}，有草稿的企业会收到通知。",
    ):
        return redirect("procedures:batches")
    extensions = list(batch.extensions.select_related("extended_by"))
    context = {
        "form": form,
        "batch": batch,
        "drafts": Application.objects.filter(
            batch=batch, state=State.DRAFT, deleted_at=None
        ).count(),
        "extensions": table_html(EXTENSIONS, extensions, css="stack") if extensions else "",
    }
    return page_with_form(request, "procedures/batch_extend.html", context, form)


def _usual_window() -> dict[str, object]:
    """From tomorrow at nine, for a month, until half past five in the afternoon (local time)."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    last = tomorrow + timedelta(days=USUAL_DAYS)
    return {
        "opens_at": timezone.make_aware(datetime.combine(tomorrow, time(9))),
        "closes_at": timezone.make_aware(datetime.combine(last, time(17, 30))),
    }
