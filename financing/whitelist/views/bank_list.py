"""The list as one bank sees it, an enterprise on it, and what the bank undertakes for it."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from enterprises.models import Enterprise, SizeClass, YearlyReport
from enterprises.rules.industry import industry_name
from financing.models import CreditFeedback, DemandHandling, Disclosure, FeedRow, SupportPlan
from financing.models.consent import FieldGroup
from financing.whitelist.actions.save_plan import save_plan
from financing.whitelist.filters import FeedFilter
from financing.whitelist.forms import PlanForm
from financing.whitelist.pulls import look_up
from pages.acts import add_errors
from pages.lists.keyset import keyset_page

bank_only = for_duties(Duty.BANK_OFFICER)
# Programs may rely on names and order: a new column goes to the end.
EXPORT_HEADINGS = (
    "企业名称", "统一社会信用代码", "有效期止", "授权查看", "入库日期", "融资需求（项）",
    "授信（笔）", "支持方案",
)  # fmt: skip
WIDTHS = (36, 22, 14, 40, 14, 16, 14, 14)


@bank_only
@require_GET
def bank_list(request: ActorRequest) -> HttpResponse:
    """The list as the bank sees it."""
    actor: Actor = request.actor
    rows = _rows(actor)
    filters = FeedFilter(request.GET, queryset=_with_relations(rows), request=request)
    page = keyset_page(request, filters.qs, order=("-id",), size=50)
    for row in page.rows:
        row.content = json.loads(row.bare)
        row.since = _since(row.content)
        row.group_labels = _groups(row)
    context = {
        "page": page,
        "filter": filters,
        "query": request.GET.urlencode(),
        "total": rows.count(),
    }
    return render(request, "financing/bank_list.html", context)


@bank_only
@require_GET
def bank_list_export(request: ActorRequest) -> StreamingHttpResponse:
    """Who is on the list, as every bank may know, in a workbook; what enterprises consented to is
    looked at one by one or pulled by a program."""
    actor: Actor = request.actor

    def workbook() -> Iterator[bytes]:
        own = _with_relations(_rows(actor))
        rows = FeedFilter(request.GET, queryset=own, request=request).qs
        lines = map(_export_line, rows.order_by("-id").iterator(2000))
        return stream_workbook("支持企业名单", EXPORT_HEADINGS, lines, widths=WIDTHS)

    return workbook_answer(actor, "whitelist", workbook)


def _rows(actor: Actor) -> Any:
    return FeedRow.objects.filter(bank_id=actor.organisation_id, left_at=None)


def _with_relations(rows: Any) -> Any:
    """How many demands were put to the bank and credits given by it, and whether it has a plan in
    force."""
    own = {"bank_id": OuterRef("bank_id"), "organisation_id": OuterRef("organisation_id")}
    credits = CreditFeedback.objects.exclude(state=CreditFeedback.State.DECLINED)
    plans = SupportPlan.objects.filter(replaced_at=None, valid_to__gte=timezone.localdate())
    return rows.annotate(
        demand_count=_number_of(DemandHandling.objects.filter(**own)),
        credit_count=_number_of(credits.filter(**own)),
        has_plan=Exists(plans.filter(**own)),
    )


def _number_of(rows: Any) -> Coalesce:
    counted = rows.order_by().values("organisation_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _since(content: dict[str, Any]) -> date | None:
    """The local day on which an enterprise came on the list, as the list tells it."""
    moment = content.get("listed_at")
    return timezone.localdate(datetime.fromisoformat(moment)) if moment else None


def _groups(row: FeedRow) -> list[str]:
    """What the enterprise lets the bank see today."""
    if row.full_until is None or row.full_until < timezone.localdate():
        return []
    return [str(FieldGroup(one).label) for one in row.groups.split(",") if one]


def _export_line(row: Any) -> list[Any]:
    content = json.loads(row.bare)
    until = date.fromisoformat(content["valid_to"])
    return [
        content["name"],
        row.credit_code,
        until,
        "、".join(_groups(row)) or "未授权",
        _since(content),
        row.demand_count,
        row.credit_count,
        "有" if row.has_plan else "无",
    ]


@bank_only
@require_GET
def bank_entry(request: ActorRequest, credit_code: str) -> HttpResponse:
    """One enterprise, as far as it consented; the enterprise reads that it was looked at."""
    return _page(request, credit_code)


def _page(request: ActorRequest, credit_code: str, refused: PlanForm | None = None) -> HttpResponse:
    actor: Actor = request.actor
    found = look_up(actor, credit_code, actor.user_name, Disclosure.Means.CONSOLE)
    if found is None:
        raise FeedRow.DoesNotExist
    content = json.loads(found)
    plan = SupportPlan.objects.filter(credit_code=credit_code, replaced_at=None).first()
    context = {
        "content": content,
        "tables": _tables(content),
        "plan": plan,
        "plan_form": refused or PlanForm(plan=plan),
        "is_refused": refused is not None,
        "closed": [str(one.label) for one in FieldGroup if one not in content["consent"]],
        "handlings": DemandHandling.objects.filter(demand__credit_code=credit_code)
        .select_related("demand")
        .order_by("-id")[:10],
        "credits": CreditFeedback.objects.filter(credit_code=credit_code).order_by("-id")[:10],
    }
    return render(request, "financing/bank_entry.html", context, status=422 if refused else 200)


@bank_only
@require_POST
def plan(request: ActorRequest, credit_code: str) -> HttpResponse:
    """Write the bank's support plan for an enterprise."""
    actor: Actor = request.actor
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            save_plan(actor, credit_code, form.terms())
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            messages.success(request, "支持方案已保存，并通知企业。")
            return redirect("financing:bank_entry", credit_code)
    FeedRow.objects.get(bank_id=actor.organisation_id, credit_code=credit_code, left_at=None)
    return _page(request, credit_code, form)


def _tables(content: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
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


def _line(model: Any, name: str, value: Any) -> dict[str, Any]:
    if name == "size_class":
        value = dict(SizeClass.choices).get(value, value)
    if name == "industry_code" and value:
        value = industry_name(value)
    label, _, unit = str(model._meta.get_field(name).verbose_name).partition("（")
    unit = unit.rstrip("）")
    if unit == "万元" and value is not None:
        value = f"{Decimal(value):,}"
    return {"label": label, "value": value, "unit": unit if value is not None else ""}
