"""A published version takes over a batch, from the designer's page of the version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from pages.acts import attempt
from pages.request_values import whole_number
from procedures.batches.actions.move_drafts import move_drafts
from procedures.models import Batch
from schemes.designer.views.versions import city_only, version_or_404


@city_only
@require_POST
def take_over(request: ActorRequest, pk: int) -> HttpResponse:
    """Let a batch go on under this version, with its drafts."""
    version_or_404(pk)  # a version that is not there is no batch that was not chosen
    batch = whole_number(request.POST.get("batch")) or 0
    try:
        attempt(
            request,
            lambda: move_drafts(request.actor, batch, pk),
            done=lambda moved: f"批次已改用这一版，{moved} 份草稿一起更换；已提交的申报不变。",
        )
    except Batch.DoesNotExist:
        messages.error(request, "请选择批次。")
    return redirect("schemes:version", pk)
