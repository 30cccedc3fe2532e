"""One bank on the line, as the city keeps it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty, OrganisationKind
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from financing.line.actions.invite_bank_again import invite_bank_again
from financing.line.actions.save_bank_access import resume_bank, suspend_bank
from financing.line.bank_facts import facts_of_bank
from financing.line.forms import AccessForm
from financing.line.lists import INVITATIONS, PROGRAMS
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from people.first_people import PEOPLE

city_only = for_duties(Duty.CITY_OFFICER)
Act = Callable[[Actor, int, str], Organisation]


@city_only
@require_GET
def bank(request: ActorRequest, pk: int) -> HttpResponse:
    """Its administrators and invitations, its programs, and whether it may use the line."""
    return _page(request, pk, AccessForm())


def _page(request: ActorRequest, pk: int, form: AccessForm) -> HttpResponse:
    row = Organisation.objects.get(pk=pk, kind=OrganisationKind.BANK)
    facts = facts_of_bank(row)
    context = {
        "bank": row,
        "facts": facts,
        "people": table_html(PEOPLE, facts.people) if facts.people else "",
        "invitations": table_html(INVITATIONS, facts.invitations) if facts.invitations else "",
        "programs": table_html(PROGRAMS, facts.programs) if facts.programs else "",
        "form": form,
    }
    return page_with_form(request, "financing/bank.html", context, form)


@city_only
@require_POST
def suspend(request: ActorRequest, pk: int) -> HttpResponse:
    """Suspend the bank."""
    return _changed(request, pk, suspend_bank, "已暂停接入，程序和经办人不能再使用专线。")


@city_only
@require_POST
def resume(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the bank on the line again."""
    return _changed(request, pk, resume_bank, "已恢复接入。")


def _changed(request: ActorRequest, pk: int, act: Act, told: str) -> HttpResponse:
    form = AccessForm(request.POST)
    tried = attempt(
        request,
        lambda: act(request.actor, pk, form.cleaned_data["reason"]),
        form=form,
        done=lambda row: f"{row.name}{told}",
    )
    return redirect("financing:bank", pk) if tried else _page(request, pk, form)


@city_only
@require_POST
def invite_again(request: ActorRequest, pk: int, invitation_id: str) -> HttpResponse:
    """Send an unanswered invitation again."""
    attempt(
        request,
        lambda: invite_bank_again(request.actor, pk, invitation_id),
        done=lambda made: f"邀请已重新发到 {made.email}，原来的邀请不再有效。",
    )
    return redirect("financing:bank", pk)
