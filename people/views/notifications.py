"""The notifications of the signed-in person."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import Notification
from accounts.views.access import signed_in


@signed_in
def follow(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = get_object_or_404(Notification, pk=pk, recipient=request.user.pk)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    if row.link and url_has_allowed_host_and_scheme(row.link, allowed_hosts=None):
        return redirect(row.link)
    return redirect("people:notifications")


@signed_in
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Notification.objects.filter(recipient=request.user.pk, read_at=None).update(
        read_at=timezone.now()
    )
    return redirect("people:notifications")
