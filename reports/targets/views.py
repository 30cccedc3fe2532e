"""The page on which a target is split."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from reports.models import Target
from reports.targets.actions.split_target import split_target
from reports.targets.forms import SplitForm


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def split(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Set what is due by when, and the districts' shares."""
    target = get_object_or_404(Target.objects.select_related("plan"), pk=pk, retired_at=None)
    form = SplitForm(target, request.POST) if request.method == "POST" else SplitForm.filled(target)
    if request.method == "POST" and attempt(
        request,
        lambda: split_target(
            request.actor,
            pk,
            milestones=form.milestones,
            shares=form.shares,
            version=shown_version(request.POST),
        ),
        form=form,
        done="分解任务已保存。",
    ):
        return redirect("reports:target", pk)
    context = {"target": target, "form": form, "version": version_to_show(request, target, form)}
    return page_with_form(request, "reports/split.html", context, form)
