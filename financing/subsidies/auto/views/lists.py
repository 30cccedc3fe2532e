"""The city's console of money without a claim."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from certification.models import Certificate
from financing.ledger.forms import BureauActForm
from financing.ledger.positions import position_of
from financing.ledger.stack import stack_html
from financing.ledger.views.acting import act, sheets
from financing.ledger.warnings import tone_of_use
from financing.models import Fund, GrantList
from financing.subsidies.auto.actions.draw_list import draw_list
from financing.subsidies.auto.forms import DrawForm
from financing.subsidies.auto.list_machine import MACHINE
from financing.subsidies.auto.lists import CITY_READS
from financing.subsidies.auto.totals import fund_of, steps_of, to_pay
from financing.subsidies.find.calls import money_calls
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form

SHOWN = 20  # enterprises on the page of a list; the rest are in the list of enterprises
city_only = for_duties(Duty.CITY_OFFICER)


@city_only
def grant_list_new(request: ActorRequest) -> HttpResponse:
    """Draw up a list."""
    form = DrawForm(money_calls(automatic=True), request.POST or None)
    if request.method == "POST":
        made = attempt(
            request,
            lambda: draw_list(
                request.actor, form.cleaned_data["scheme"], form.cleaned_data["kind"],
                form.cleaned_data["issued_from"], form.cleaned_data["issued_to"],
                form.cleaned_data["answer_by"],
            ),
            form=form,
            done="名单已比对并冻结，请另一位经办人核对后推送。",
        )  # fmt: skip
        if made.value:
            return redirect("financing:grant_list", made.value.pk)
    return page_with_form(request, "financing/auto/list_new.html", {"form": form}, form)


@for_duties(*CITY_READS)
@require_GET
def grant_list(request: ActorRequest, pk: int) -> HttpResponse:
    """One list: how far its enterprises have come, and its budget."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, refused: ActForm | None = None) -> HttpResponse:
    rows = GrantList.objects.select_related("scheme_version__scheme", "batch", "made_by")
    row = rows.get(pk=pk)
    steps, by_state = steps_of(row)
    fund, year = fund_of(row)
    now = position_of(fund, year)
    labels = dict(row.candidates.model.State.choices)
    context = {
        "row": row,
        "tone": MACHINE.tone_of(row.state),
        "kind": Certificate.Kind(row.certificate_kind).label,
        "candidates": row.candidates.order_by("-barred_by", "pk")[:SHOWN],
        "more": max(row.candidates.count() - SHOWN, 0),
        "steps": steps,
        "states": [(one, labels[one], number) for one, number in sorted(by_state.items())],
        "position": now,
        "stack": stack_html(now),
        "use": tone_of_use(now),
        "fund": Fund.objects.filter(code=fund).values_list("name", flat=True).first() or fund,
        "year": year,
        "wanted": to_pay(row),
        "acts": sheets(
            MACHINE, request.actor, row, "financing:grant_list_act", refused, BureauActForm
        ),
        "events": MACHINE.history(row),
    }
    used = [refused] if refused else []
    return page_with_form(request, "financing/auto/list.html", context, *used)


@city_only
@require_POST
def grant_list_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Push the list, or withdraw it."""
    back = reverse("financing:grant_list", args=[pk])
    return act(
        request, MACHINE, pk, name, back, lambda form: _page(request, pk, form), BureauActForm
    )
