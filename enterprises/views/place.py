"""Settling the district of an entry that a list brought without one."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.actions.settle_district import settle_district
from enterprises.correction_forms import PlaceForm
from enterprises.models import Enterprise, PublishedTitle
from enterprises.querysets import unplaced
from enterprises.tables import TITLE_COLUMNS
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html


@for_duties(Duty.CITY_OFFICER)
def place(request: ActorRequest, pk: int) -> HttpResponse:
    """What the lists say of the entry, and the district that it belongs to."""
    actor = request.actor
    enterprise = unplaced(Enterprise.objects.visible_to(actor)).get(pk=pk)
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        lambda: settle_district(actor, pk, **form.cleaned_data),
        form=form,
        done=lambda row: f"{row.name} 归入{row.district.name}。",
    ):
        return redirect("enterprises:unplaced")
    titles = list(PublishedTitle.objects.filter(organisation_id=pk).order_by("pk")[:20])
    context = {
        "enterprise": enterprise,
        "titles": table_html(TITLE_COLUMNS, titles) if titles else "",
        "form": form,
        "crumbs": [
            {"label": "区市待定的企业", "url": reverse("enterprises:unplaced")},
            {"label": enterprise.name},
        ],
    }
    return page_with_form(request, "enterprises/place.html", context, form)
