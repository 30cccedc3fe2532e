"""New orders, one order's page, and the steps of its life."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.record_files import attachment_of_row
from documents.views.download import served
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version, whole_number
from pages.stale import version_to_show
from reports.models import Order, OrderFile
from reports.supervision.actions.make_orders import FIELDS, change_order, make_orders
from reports.supervision.forms import FORMS, OrderForm, StepForm
from reports.supervision.guards import open_extension
from reports.supervision.lists import READERS
from reports.supervision.machine import MACHINE
from reports.supervision.order_page import (
    facts_of,
    movement_of,
    reports_of,
    return_form,
    sheets_of,
)
from reports.supervision.prefilled import beginning

ASSIGN = "assign"


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def order_new(request: ActorRequest) -> HttpResponse:
    """Register orders, one for each lead office; from a line of the dashboard with its gap:
    `?metric=KEY&district=ID&target=PK`, `district` once for each."""
    asked = request.GET
    districts = [pk for one in asked.getlist("district") if (pk := whole_number(one)) is not None]
    start = beginning(
        request.actor,
        metric=asked.get("metric", ""),
        district_ids=districts,
        target_id=whole_number(asked.get("target")),
    )
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial=start.initial,
        wanted=start.wanted,
    )
    assign = request.POST.get("act") == ASSIGN
    if request.method == "POST":
        tried = attempt(
            request,
            lambda: make_orders(request.actor, form.terms(), assign=assign, once=True),
            form=form,
            done=lambda made: _told(made, assign=assign),
        )
        if tried and tried.value:
            made = tried.value
            return (
                redirect("reports:order", made[0].pk)
                if len(made) == 1
                else redirect("reports:orders")
            )
    context = {"form": form, "start": start, "order": None}
    return page_with_form(request, "reports/order_form.html", context, form)


def _told(made: list[Order], *, assign: bool) -> str:
    numbers = "、".join(one.number for one in made)
    return f"{numbers}，{'已交办，承办单位已收到通知' if assign else '已立项，尚未交办'}。"


@for_duties(Duty.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def order_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change a proposal before it is assigned."""
    order = _order(request, pk)
    if order.state != Order.State.PROPOSED:
        messages.warning(request, "督办事项已经交办，不能再修改。")
        return redirect("reports:order", pk)
    helping = order.offices.filter(role="co").values_list("office_id", flat=True)
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        instance=order,
        initial={
            **{name: getattr(order, name) for name in FIELDS},
            "leads": [order.lead_id],
            "co_offices": list(helping),
        },
    )
    version = shown_version(request.POST)
    if request.method == "POST" and attempt(
        request,
        lambda: change_order(request.actor, pk, form.terms(), version=version),
        form=form,
        done="立项内容已保存。",
    ):
        return redirect("reports:order", pk)
    context = {
        "form": form,
        "order": order,
        "version": version_to_show(request, order, form),
    }
    return page_with_form(request, "reports/order_form.html", context, form)


def _order(request: ActorRequest, pk: int) -> Order:
    rows = Order.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("lead", "district", "target__plan"), pk=pk)


@for_duties(*READERS)
@require_GET
def order_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One order: what is asked, how it stands, what was fed back, and what the reader may do."""
    return _page(request, pk)


def _page(
    request: ActorRequest, pk: int, refused: StepForm | None = None, act: str = ""
) -> HttpResponse:
    actor, order = request.actor, _order(request, pk)
    reports = reports_of(order)
    may_return = "return_report" in {one.transition.name for one in MACHINE.available(actor, order)}
    back = refused if act == "return_report" else None
    context = {
        "order": order,
        "tone": MACHINE.tone_of(order.state),
        "offices": order.offices.select_related("office"),
        "files": order.files.filter(report=None),
        "reports": [
            (
                one,
                return_form(order, one, back)
                if may_return and not one.is_final and not hasattr(one, "review")
                else None,
            )
            for one in reports
        ],
        "instructions": order.instructions.select_related("leader"),
        "extensions": order.extensions.select_related("asked_by", "decided_by"),
        "asked": open_extension(order),
        "movement": movement_of(order),
        "sheets": sheets_of(actor, order, None if back else refused, act),
        "may_edit": actor.is_city and order.state == Order.State.PROPOSED,
        "version": order.version,
        "events": MACHINE.history(order),
        "act": act,
        **facts_of(order),
    }
    forms = (refused,) if refused else ()
    return page_with_form(request, "reports/order.html", context, *forms)


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
@require_POST
def order_step(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Carry out a step of an order's life."""
    if name not in FORMS:
        raise Http404
    actor, order = request.actor, _order(request, pk)
    form = FORMS[name](order, name, request.POST, request.FILES)
    tried = attempt(
        request,
        lambda: MACHINE.execute(
            actor, pk, name, form.given(), expected_version=shown_version(request.POST)
        ),
        form=form,
        done=f"{MACHINE.in_history(name)}：{order.title}。",
    )
    return redirect("reports:order", pk) if tried else _page(request, pk, form, name)


@for_duties(*READERS)
@require_GET
def order_file(request: ActorRequest, pk: int, file: uuid.UUID) -> HttpResponse | FileResponse:
    """A file of an order or of one of its reports, for whoever reads the order."""
    order = _order(request, pk)
    row = get_object_or_404(OrderFile.objects.filter(order=order), attachment_id=file)
    attachment = attachment_of_row(row.attachment_id)
    if attachment is None:
        raise Http404
    return served(request, attachment, read_as="督办附件")
