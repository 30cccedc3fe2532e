"""The bank's side of loan demands: what waits, deciding one."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.requests import ActorRequest
from accounts.tenancy import Actor, system_scope
from accounts.views.access import for_duties
from documents.models import Attachment
from documents.views.download import served
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from financing.demands.actions.make_offer import make_offer
from financing.demands.filters import HandlingFilter
from financing.demands.forms import OfferForm, offer_again
from financing.demands.inputs import HandlingInput
from financing.demands.machine import MACHINE, DeclineReason, history_of
from financing.models import (
    CreditFeedback,
    DemandFile,
    DemandHandling,
    FeedRow,
    LoanDemand,
    LoanOffer,
)
from financing.whitelist.forms import ActForm
from pages.acts import add_errors
from pages.lists.keyset import keyset_page
from pages.request_values import shown_version

bank_only = for_duties(Duty.BANK_OFFICER)
# Programs may rely on names and order: a new column goes to the end.
COLUMNS: dict[str, Callable[[DemandHandling], Any]] = {
    "编号": lambda row: row.demand.number,
    "企业名称": lambda row: row.demand.enterprise_name,
    "统一社会信用代码": lambda row: row.demand.credit_code,
    "区市": lambda row: row.district.short_name,
    "金额（万元）": lambda row: row.demand.amount,
    "期限（月）": lambda row: row.demand.term_months,
    "用途": lambda row: row.demand.get_purpose_display(),
    "用途说明": lambda row: row.demand.explanation,
    "可以提供的担保": lambda row: "、".join(row.demand.guarantee_labels),
    "可接受的年利率（%）": lambda row: row.demand.highest_rate,
    "希望到账日期": lambda row: row.demand.needed_by,
    "无还本续贷": lambda row: "是" if row.demand.renews else "否",
    "原业务编号": lambda row: row.demand.renews.reference if row.demand.renews else "",
    "联系人": lambda row: row.demand.contact_name,
    "联系电话": lambda row: row.demand.contact_phone,
    "状态": lambda row: row.get_state_display(),
    "送达时间": lambda row: row.sent_at,
    "办结期限": lambda row: row.due_on,
    "答复时间": lambda row: row.decided_at,
    "未通过原因": lambda row: dict(DeclineReason.choices).get(row.declined_because, ""),
}
WIDTHS = (16, 32, 22, 10, 12, 10, 18, 40, 24, 16, 14, 12, 20, 12, 20, 12, 17, 12, 17, 20)
# The other acts of a bank's officer say no more than a reason.
BY_REASON = ("take_up", "ask", "decline")
MISSING = {"ask": "请写明需要企业补充什么。", "decline": "请写明原因和改进建议。"}
LABELS = {"ask": "需要企业补充什么（企业可见）", "decline": "说明和改进建议（企业可见）"}


@bank_only
@require_GET
def bank_demands(request: ActorRequest) -> HttpResponse:
    """Demands that were put to the bank: what it has to decide, the most urgent first."""
    filters = HandlingFilter(request.GET, queryset=_handlings(), request=request)
    page = keyset_page(request, filters.qs, order=filters.order, size=50)
    for row in page.rows:
        row.tone = MACHINE.tone_of(row.state)
    context = {
        "page": page,
        "filter": filters,
        "query": request.GET.urlencode(),
        "waiting": DemandHandling.objects.waiting_for_bank().count(),
        "overdue": DemandHandling.objects.overdue().count(),
    }
    return render(request, "financing/bank_demands.html", context)


def _handlings() -> Any:
    return DemandHandling.objects.select_related("demand__renews", "district")


@bank_only
@require_GET
def bank_demands_export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered demands as a workbook in the order of the page, sent while they are read."""

    def workbook() -> Iterator[bytes]:
        filters = HandlingFilter(request.GET, queryset=_handlings(), request=request)
        rows = filters.qs.order_by(*filters.order).iterator(2000)
        return stream_workbook("融资需求", list(COLUMNS), map(_cells, rows), widths=WIDTHS)

    return workbook_answer(request.actor, "loan-demands", workbook)


def _cells(row: DemandHandling) -> list[Any]:
    return [value(row) for value in COLUMNS.values()]


@bank_only
@require_GET
def bank_demand(request: ActorRequest, pk: int) -> HttpResponse:
    """One demand, and what the bank may do with it."""
    return _page(request, pk)


def _page(
    request: ActorRequest, pk: int, refused: Any = None, act: str = "", status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor
    handling: DemandHandling = (
        DemandHandling.objects.visible_to(actor).select_related("demand", "district").get(pk=pk)
    )
    offers = list(handling.offers.order_by("-id"))
    context = {
        "handling": handling,
        "demand": handling.demand,
        "tone": MACHINE.tone_of(handling.state),
        "because": dict(DeclineReason.choices).get(handling.declined_because, ""),
        "made": offers,
        "acts": [
            _act(one.transition, handling, offers, refused if act == one.transition.name else None)
            for one in MACHINE.available(actor, handling)
        ],
        "act": act,
        "feedback_url": _feedback_url(handling),
        "events": history_of(
            handling, handling.demand.enterprise_name, handling.events.select_related("user")
        ),
        "files": handling.files.select_related("event"),
        "is_listed": FeedRow.objects.filter(
            bank_id=actor.organisation_id,
            organisation_id=handling.organisation_id,
            left_at=None,
        ).exists(),
    }
    return render(request, "financing/bank_demand.html", context, status=status)


def _act(
    transition: Any, handling: DemandHandling, offers: list[LoanOffer], refused: Any
) -> dict[str, Any]:
    """What the bank may do; whoever has offered changes the offer."""
    changes = transition.name == "offer" and bool(offers)
    last = offers[0] if changes else None
    return {
        "transition": transition,
        "label": "修改方案" if changes else transition.label,
        "form": refused or _form(transition.name, handling.demand, last=last),
    }


def _feedback_url(handling: DemandHandling) -> str:
    """Where the bank reports the credit that the enterprise chose; "" before it did."""
    if handling.state != DemandHandling.State.ACCEPTED:
        return ""
    reference = handling.demand.number
    if CreditFeedback.objects.filter(bank_id=handling.bank_id, reference=reference).exists():
        return reverse("financing:report_again", args=[reference])
    return f"{reverse('financing:report_credit')}?handling={handling.pk}"


def _form(name: str, demand: LoanDemand, data: Any = None, last: LoanOffer | None = None) -> Any:
    """The form of an act; an offer begins with the last one, or with what the enterprise asks
    for."""
    if name == "offer":
        asked = {"amount": f"{demand.amount.normalize():f}", "term_months": demand.term_months}
        return OfferForm(data, auto_id="offer_%s", initial=offer_again(last) if last else asked)
    return ActForm(
        MACHINE.transitions[name],
        data,
        auto_id=f"{name}_%s",
        label=LABELS.get(name, ""),
        missing=MISSING.get(name, ""),
    )


@bank_only
@require_GET
def demand_file(request: ActorRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """A file that an enterprise gave to the bank."""
    actor: Actor = request.actor
    row = get_object_or_404(DemandFile.objects.visible_to(actor), attachment_id=pk)
    with system_scope(reason="show a bank a file that was given to it"):
        attachment = Attachment.objects.get(pk=row.attachment_id)
        return served(request, attachment, read_as="附件（融资对接）")


@bank_only
@require_POST
def bank_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Take up, ask, offer or decline."""
    actor: Actor = request.actor
    handling = DemandHandling.objects.visible_to(actor).select_related("demand").get(pk=pk)
    if name != "offer" and name not in BY_REASON:
        raise DemandHandling.DoesNotExist
    form = _form(name, handling.demand, request.POST)
    version = shown_version(request.POST)
    changes = name == "offer" and handling.offers.exists()
    if form.is_valid():
        try:
            if name == "offer":
                make_offer(actor, pk, form.terms(), expected_version=version)
            else:
                data = form.cleaned_data
                given = HandlingInput(data["reason"], data.get("reason_kind", ""))
                MACHINE.execute(actor, pk, name, given, expected_version=version)
        except StaleVersion as stale:
            messages.warning(request, stale.message)
            return redirect("financing:bank_demand", pk)
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        else:
            done = "修改方案" if changes else MACHINE.in_history(name)
            messages.success(request, f"{handling.demand.enterprise_name}：{done}，已通知企业。")
            return redirect("financing:bank_demand", pk)
    return _page(request, pk, form, name, 422)
