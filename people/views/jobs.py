"""Watching a job."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import Job
from accounts.requests import ActorRequest
from accounts.views.access import for_duties


@for_duties()
def job(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """The progress of a job that somebody of one's own organisation and duty started; htmx asks
    for the fragment each second."""
    actor = request.actor
    jobs = Job.objects.filter(organisation_id=actor.organisation_id, membership__duty=actor.duty)
    row = get_object_or_404(jobs, pk=pk)
    template = "people/_job.html" if request.headers.get("HX-Request") else "people/job.html"
    return render(request, template, {"job": row})
