"""The banks on the line, as the city keeps them."""

from django.db.models import Count, Max, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.line.actions.register_bank import register_bank
from financing.line.forms import BankForm
from financing.line.lists import BANKS
from financing.models import BankClient, Consent, Pull
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html


@for_duties(Duty.CITY_OFFICER)
def banks(request: ActorRequest) -> HttpResponse:
    """Every bank with its programs, its consents and its last pull; a form for a new one."""
    form = BankForm(request.POST or None)
    if request.method == "POST":
        made = attempt(
            request,
            lambda: register_bank(request.actor, **form.cleaned_data),
            form=form,
            done=lambda made: f"已登记{made[0].name}，邀请已发到 {form.cleaned_data['email']}。",
        )
        if made.value:
            return redirect("people:job", made.value[1].pk)
    rows = _rows()
    context = {"rows": rows, "table": table_html(BANKS, rows) if rows else "", "form": form}
    return page_with_form(request, "financing/banks.html", context, form)


def _rows() -> list[Organisation]:
    programs = BankClient.objects.filter(organisation_id=OuterRef("pk"), disabled_at=None)
    consents = Consent.objects.in_force().filter(bank_id=OuterRef("pk"))
    pulls = Pull.objects.filter(organisation_id=OuterRef("pk"))
    found = Organisation.objects.filter(kind=OrganisationKind.BANK).annotate(
        programs=Subquery(programs.values("organisation_id").annotate(n=Count("pk")).values("n")),
        consents=Subquery(consents.values("bank_id").annotate(n=Count("pk")).values("n")),
        last_pull=Subquery(pulls.values("organisation_id").annotate(n=Max("begun_at")).values("n")),
    )
    return list(found.order_by("-is_active", "name"))
