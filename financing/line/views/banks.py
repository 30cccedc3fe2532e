"""The banks on the line, as the city keeps them."""

from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.duties import Duty, OrganisationKind
from accounts.errors import RuleViolation
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.line.actions.register_bank import register_bank
from financing.line.forms import BankForm
from financing.models import BankClient, Consent, Pull
from pages.acts import add_errors


@for_duties(Duty.CITY_OFFICER)
def banks(request: ActorRequest) -> HttpResponse:
    """Every bank with its programs, its consents and its last pull; a form for a new one."""
    form = BankForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            bank, job = register_bank(
                request.actor,
                said["name"],
                said["person"],
                said["email"],
            )
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            messages.success(request, f"已登记{bank.name}，邀请已发到 {said['email']}。")
            return redirect("people:job", job.pk)
    context = {"rows": _rows(), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "financing/banks.html", context, status=status)


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
