"""The enterprise's own account, entered by one and confirmed by another, and the bureaus' view."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from audit.trail import record_read
from enterprises.models import Enterprise
from financing.ledger.account_machine import MACHINE, has_one_person
from financing.ledger.actions.enter_account import enter_account
from financing.ledger.bank_codes import bank_name
from financing.ledger.forms import AccountForm
from financing.ledger.views.acting import KEEPERS, act, sheets
from financing.models import PayeeAccount
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form

staff_only = for_duties(Duty.ENTERPRISE_STAFF)


@staff_only
def own_account(request: ActorRequest) -> HttpResponse:
    """Where the enterprise is paid, and entering another account."""
    form = AccountForm(request.POST or None, initial={"holder": _own_name(request)})
    if request.method == "POST":
        tried = attempt(
            request, lambda: enter_account(request.actor, **form.cleaned_data), form=form,
            done="账户已录入，请另一位同事核对后确认。",
        )  # fmt: skip
        if tried:
            return redirect("financing:own_account")
    return _own_page(request, form)


def _own_name(request: ActorRequest) -> str:
    return Enterprise.objects.get(pk=request.actor.organisation_id).name


def _own_page(
    request: ActorRequest, form: AccountForm, refused: ActForm | None = None
) -> HttpResponse:
    actor = request.actor
    rows = PayeeAccount.objects.filter(organisation_id=actor.organisation_id)
    waiting = rows.to_confirm().select_related("entered_by").first()
    context = {
        "form": form,
        "in_force": _shown(rows.in_force().first()),
        "waiting": _shown(waiting),
        "acts": sheets(MACHINE, actor, waiting, "financing:account_act", refused)
        if waiting
        else [],
        "has_one_person": has_one_person(actor.organisation_id),
        "former": [
            _shown(row) for row in rows.exclude(state__in=("confirmed", "entered")).order_by("-pk")
        ],
    }
    used = [one for one in (form, refused) if one is not None]
    return page_with_form(request, "financing/ledger/own_account.html", context, *used)


def _shown(row: PayeeAccount | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {
        "row": row, "bank": f"{bank_name(row.bank)} {row.branch}", "events": MACHINE.history(row),
        "tone": MACHINE.tone_of(row.state), "is_usable": row.is_usable(),
    }  # fmt: skip


@for_duties(*KEEPERS)
@require_GET
def account(request: ActorRequest, pk: int) -> HttpResponse:
    """An enterprise's account as its bureau sees it: masked."""
    return _page(request, pk)


def _page(request: ActorRequest, pk: int, refused: ActForm | None = None) -> HttpResponse:
    actor = request.actor
    rows = PayeeAccount.objects.visible_to(actor).select_related("entered_by", "district")
    row = rows.get(pk=pk)
    record_read(
        actor, "enterprise", row.organisation_id, row.organisation_id, "收款账户（末四位）",
        row.district_id,
    )  # fmt: skip
    context = {
        "account": _shown(row),
        "acts": sheets(MACHINE, actor, row, "financing:account_act", refused),
        "has_one_person": has_one_person(row.organisation_id),
    }
    used = [refused] if refused else []
    return page_with_form(request, "financing/ledger/account.html", context, *used)


@for_duties(Duty.ENTERPRISE_STAFF, *KEEPERS)
@require_POST
def account_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Confirm or send back an account that another person entered."""
    PayeeAccount.objects.visible_to(request.actor).only("pk").get(pk=pk)
    is_own = request.actor.is_enterprise

    def again(form: ActForm) -> HttpResponse:
        if is_own:
            return _own_page(request, AccountForm(initial={"holder": _own_name(request)}), form)
        return _page(request, pk, form)

    back = reverse("financing:own_account") if is_own else _url(pk)
    return act(request, MACHINE, pk, name, back, again)


def _url(pk: int) -> str:
    return reverse("financing:account", args=[pk])
