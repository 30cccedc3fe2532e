"""What was filed, as a paper to keep or to seal."""

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from procedures.cases.filed_paper import filed_paper
from procedures.cases.material import snapshots_of
from procedures.cases.policies import READERS
from procedures.models import Application


@for_duties(*READERS)
@require_GET
def paper(request: ActorRequest, pk: int) -> HttpResponse:
    """The last submission as a PDF, for whoever may read the case; being read is told as on its
    page."""
    rows = Application.objects.visible_to(request.actor)
    application = rows.select_related("batch", "scheme_version__scheme").get(pk=pk)
    snapshot = next(iter(snapshots_of(application)), None)
    if snapshot is None:
        raise Http404
    record_read(
        request.actor, "application", pk, application.organisation_id,
        f"申报书：{application.title}"[:200],
        application.district_id,
    )  # fmt: skip
    response = HttpResponse(filed_paper(application, snapshot), content_type="application/pdf")
    name = quote(f"申报书-{application.number or pk}.pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
