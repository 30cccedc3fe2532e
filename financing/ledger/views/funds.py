"""Funds and their years: founding one, how it stands on a day, changes of its budget."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import NotPermitted
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.ledger.actions.keep_funds import propose_change, save_fund
from financing.ledger.budget_machine import MACHINE
from financing.ledger.forms import BureauActForm, ChangeForm, DayForm, FirstBudgetForm, FundForm
from financing.ledger.fund_page import to_next_line
from financing.ledger.keepers import KEPT_BY, keeps
from financing.ledger.positions import Position, position
from financing.ledger.stack import stack_html
from financing.ledger.views.acting import KEEPERS, READERS, act, sheets
from financing.ledger.warnings import tone_of_use, use_in_words
from financing.models import BudgetChange, Fund, FundYear, Payable, PaymentBatch
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form
from pages.stale import version_to_show


@for_duties(*KEEPERS)
def fund_new(request: ActorRequest) -> HttpResponse:
    """Found a fund of the bureau's own."""
    form = FundForm(request.POST or None)
    if request.method == "POST":
        made = attempt(
            request, lambda: save_fund(request.actor, form.cleaned_data), form=form,
            done="资金已建立，请下达年度预算。",
        )  # fmt: skip
        if made.value:
            return redirect("financing:fund_edit", made.value.pk)
    context = {"form": form, "fund": None, "version": None}
    return page_with_form(request, "financing/ledger/fund_form.html", context, form)


@for_duties(*KEEPERS)
def fund_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """What is written about a fund, and the first budget of a year."""
    fund = _kept_fund(request, pk)
    form = FundForm(request.POST or None, instance=fund)
    if request.method == "POST":
        version = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else 0
        tried = attempt(
            request,
            lambda: save_fund(request.actor, form.cleaned_data, pk=pk, version=version),
            form=form,
            done="资金资料已保存。",
        )
        if tried:
            return redirect("financing:fund", pk)
    return _fund_page(request, fund, form, FirstBudgetForm())


def _kept_fund(request: ActorRequest, pk: int) -> Fund:
    fund = Fund.objects.get(pk=pk)
    if not keeps(request.actor, fund.district_id):
        raise NotPermitted(KEPT_BY)
    return fund


def _fund_page(
    request: ActorRequest, fund: Fund, form: FundForm, budget: FirstBudgetForm
) -> HttpResponse:
    context = {
        "form": form,
        "fund": fund,
        "version": version_to_show(request, fund, form),
        "budget": budget,
    }
    return page_with_form(request, "financing/ledger/fund_form.html", context, form, budget)


@for_duties(*KEEPERS)
@require_POST
def first_budget(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose the budget of a year that has none."""
    fund = _kept_fund(request, pk)
    form = FirstBudgetForm(request.POST)
    made = attempt(
        request,
        lambda: propose_change(
            request.actor, pk, form.cleaned_data["year"], BudgetChange.Kind.APPROPRIATE,
            form.cleaned_data["amount"], form.cleaned_data["document"],
            form.cleaned_data["reason"],
        ),
        form=form,
        done="已提出，等待另一位经办人批准。",
    )  # fmt: skip
    if made.value:
        return redirect("financing:fund_year", made.value.fund_year_id)
    return _fund_page(request, fund, FundForm(instance=fund), form)


@for_duties(*READERS)
@require_GET
def fund_year(request: ActorRequest, pk: int) -> HttpResponse:
    """How a fund's year stands now or stood at the end of a past day."""
    return _year_page(request, _year(pk))


def _year(pk: int) -> FundYear:
    return FundYear.objects.select_related("fund", "district").get(pk=pk)


def _year_page(
    request: ActorRequest,
    year: FundYear,
    refused: ActForm | None = None,
    proposal: ChangeForm | None = None,
    refused_on: int = 0,
) -> HttpResponse:
    day_form = DayForm(request.GET)
    day = day_form.cleaned_data.get("on") if day_form.is_valid() else None
    now = position(year, day)
    may = keeps(request.actor, year.district_id)
    context = {
        "year": year,
        "day_form": day_form,
        "day": day,
        "position": now,
        "heading": _heading(year, now, day),
        "tone": tone_of_use(now),
        "stack": stack_html(now),
        "to_next": to_next_line(now),
        "changes": _changes(request, year, refused, refused_on),
        "may": may,
        "proposal": proposal or ChangeForm(),
        "batches": PaymentBatch.objects.filter(fund_year=year).order_by("-pk")[:5],
        "due": Payable.objects.filter(fund_year=year, state=Payable.State.DUE).count(),
    }
    used = [one for one in (day_form, refused, proposal) if one is not None]
    return page_with_form(request, "financing/ledger/fund_year.html", context, *used)


def _heading(year: FundYear, now: Position, day: date | None) -> str:
    when = f"{day:%Y-%m-%d} 24:00 " if day else ""
    return f"{year}：{when}{use_in_words(now)}"


def _changes(
    request: ActorRequest, year: FundYear, refused: ActForm | None, refused_on: int
) -> list[dict[str, object]]:
    rows = BudgetChange.objects.filter(fund_year=year).select_related(
        "proposed_by", "fund_year__fund"
    )
    return [
        {
            "row": row,
            "tone": MACHINE.tone_of(row.state),
            "sheets": sheets(
                MACHINE, request.actor, row, "financing:budget_act",
                refused if row.pk == refused_on else None,
                BureauActForm,
            )
            if row.state == BudgetChange.State.OPEN
            else [],
        }
        for row in rows[:20]
    ]  # fmt: skip


@for_duties(*KEEPERS)
@require_POST
def budget_propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose a change of the budget, or what becomes of its open reserves."""
    year = _year(pk)
    form = ChangeForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    tried = attempt(
        request,
        lambda: propose_change(
            request.actor, year.fund_id, year.year, said["kind"], said["amount"],
            said["document"], said["reason"],
        ),
        form=form,
        done="已提出，等待另一位经办人批准。",
    )  # fmt: skip
    if tried:
        return redirect("financing:fund_year", pk)
    if not keeps(request.actor, year.district_id):
        raise NotPermitted(KEPT_BY)
    return _year_page(request, year, proposal=form)


@for_duties(*KEEPERS)
@require_POST
def budget_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Approve, refuse or withdraw a proposed change."""
    change = BudgetChange.objects.get(pk=pk)
    year = _year(change.fund_year_id)

    def again(form: ActForm) -> HttpResponse:
        return _year_page(request, _year(year.pk), form, refused_on=pk)

    return act(
        request,
        MACHINE,
        pk,
        name,
        reverse("financing:fund_year", args=[year.pk]),
        again,
        BureauActForm,
    )
