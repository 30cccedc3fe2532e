"""Inviting champions: who was chosen, by when, and what is said to them."""

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from certification.models import Certificate
from pages.acts import attempt, page_with_form
from pages.request_values import whole_number
from reports.casebook.actions.invite_champions import MOST, Invited, invite_champions, why_not
from reports.casebook.forms import InviteForm

TEMPLATE = "reports/casebook/invite.html"


def preview(request: ActorRequest, rows: QuerySet[Certificate]) -> HttpResponse:
    """The chosen champions, before they are told."""
    return _page(request, list(rows.values_list("pk", flat=True)[: MOST + 1]), InviteForm())


@for_duties(Duty.CITY_OFFICER)
@require_POST
def invite(request: ActorRequest) -> HttpResponseBase:
    """Send the invitations that were looked at."""
    typed = (whole_number(one) for one in request.POST.getlist("champion"))
    chosen = [one for one in typed if one is not None]
    form = InviteForm(request.POST)
    tried = attempt(
        request,
        lambda: invite_champions(
            request.actor, chosen, form.cleaned_data["due_on"], form.cleaned_data["message"]
        ),
        form=form,
        done=_told,
    )
    return redirect("reports:stories") if tried else _page(request, chosen, form)


def _told(invited: Invited) -> str:
    refused = "；".join(f"{name}：{why}" for name, why in invited.refused.items())
    left = f"未约稿：{refused}" if refused else ""
    return f"已向 {len(invited.stories)} 家企业约稿。{left}"


def _page(request: ActorRequest, chosen: list[int], form: InviteForm) -> HttpResponse:
    rows = Certificate.objects.filter(pk__in=chosen[:MOST]).select_related("district")
    champions = [(row, why_not(row)) for row in rows.order_by("holder_name")]
    context = {
        "form": form,
        "possible": [row for row, why in champions if not why],
        "refused": [(row, why) for row, why in champions if why],
    }
    return page_with_form(request, TEMPLATE, context, form)
