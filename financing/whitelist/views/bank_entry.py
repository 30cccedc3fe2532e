"""An enterprise of the list as far as a bank may see it, and what the bank undertakes for it."""

import json
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from enterprises.models import Enterprise, YearlyReport
from enterprises.rules.industry import industry_name
from financing.models import CreditFeedback, DemandHandling, Disclosure, FeedRow, SupportPlan
from financing.models.consent import FieldGroup
from financing.whitelist.actions.save_plan import save_plan
from financing.whitelist.columns import CERTIFICATES
from financing.whitelist.forms import PlanForm
from financing.whitelist.pulls import look_up
from pages.acts import attempt, page_with_form
from pages.lists.table import table_html
from pages.words import label_and_unit, value_word

bank_only = for_duties(Duty.BANK_OFFICER)


@bank_only
@require_GET
def bank_entry(request: ActorRequest, credit_code: str) -> HttpResponse:
    """One enterprise, as far as it consented; the enterprise reads that it was looked at."""
    return _page(request, credit_code)


def _page(request: ActorRequest, credit_code: str, refused: PlanForm | None = None) -> HttpResponse:
    actor = request.actor
    found = look_up(actor, credit_code, actor.user_name, Disclosure.Means.CONSOLE)
    if found is None:
        raise FeedRow.DoesNotExist
    content = json.loads(found)
    plan = SupportPlan.objects.filter(credit_code=credit_code, replaced_at=None).first()
    form = refused or PlanForm(plan=plan)
    context = {
        "content": content,
        "tables": _tables(content),
        "plan": plan,
        "plan_form": form,
        "certificates": table_html(CERTIFICATES, content["certificates"] or ()),
        "closed": [str(one.label) for one in FieldGroup if one not in content["consent"]],
        "handlings": DemandHandling.objects.filter(demand__credit_code=credit_code)
        .select_related("demand")
        .order_by("-id")[:10],
        "credits": CreditFeedback.objects.filter(credit_code=credit_code).order_by("-id")[:10],
    }
    return page_with_form(request, "financing/bank_entry.html", context, form)


@bank_only
@require_POST
def plan(request: ActorRequest, credit_code: str) -> HttpResponse:
    """Write the bank's support plan for an enterprise."""
    actor = request.actor
    form = PlanForm(request.POST)
    tried = attempt(
        request,
        lambda: save_plan(actor, credit_code, form.terms()),
        form=form,
        done="支持方案已保存，并通知企业。",
    )
    if tried:
        return redirect("financing:bank_entry", credit_code)
    FeedRow.objects.listed_for(actor.organisation_id).get(credit_code=credit_code)
    return _page(request, credit_code, form)


def _tables(content: dict[str, dict[str, Any]]) -> list[tuple[str, list[dict[str, str]]]]:
    """The groups of single values as rows of label, value and unit."""
    tables = []
    for group, model, prefix in (
        ("identity", Enterprise, ""),
        ("figures", YearlyReport, ""),
        ("contacts", Enterprise, "contact_"),
    ):
        if content[group] is None:
            continue
        rows = [_line(model, prefix + name, value) for name, value in content[group].items()]
        tables.append((str(FieldGroup(group).label), rows))
    return tables


def _line(model: type[Model], name: str, value: str | int | None) -> dict[str, str]:
    field = next(one for one in model._meta.concrete_fields if one.name == name)
    label, unit = label_and_unit(field)
    if value is None:
        return {"label": label, "value": "", "unit": ""}
    text = industry_name(str(value)) if name == "industry_code" else value_word(field, value)
    return {
        "label": label,
        "value": f"{Decimal(value):,}" if unit == "万元" else text,
        "unit": unit,
    }
