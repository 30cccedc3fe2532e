"""The enterprise's approval: the whole text on one page, with the declaration below it."""

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.casebook.actions.approve_story import approve_story
from reports.casebook.content import content_of, fingerprint
from reports.casebook.forms import ConfirmForm
from reports.casebook.policies import State
from reports.casebook.views.stories import seen_story, with_addresses


@for_duties(Duty.ENTERPRISE_STAFF, administrator=True)
@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Read everything as the public will, and approve it by name."""
    row = seen_story(request, pk)
    if row.state != State.CONFIRMING:
        return redirect("reports:story", pk)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: approve_story(
            request.actor, pk, **form.cleaned_data, version=shown_version(request.POST)
        ),
        form=form,
        done="已确认，主管部门核对后发布。",
    ):
        return redirect("reports:story", pk)
    content = content_of(row)
    context = {
        "story": row,
        "content": with_addresses(row, content),
        "form": form,
        "seen": fingerprint(content),
        "version": row.version if form.is_bound else version_to_show(request, row, form),
    }
    return page_with_form(request, "reports/casebook/confirm.html", context, form)
