"""The list as bureaus keep it: candidates, proposals, who is on it and who left."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from audit.trail import record_read
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from financing.models import WhitelistEntry, WhitelistEvent
from financing.whitelist.actions.find_candidates import start_search
from financing.whitelist.actions.propose_entry import propose_enterprise
from financing.whitelist.conditions import assess, conditions_in_force
from financing.whitelist.filters import EntryFilter
from financing.whitelist.forms import ActForm
from financing.whitelist.key_figures import key_figures
from financing.whitelist.machine import MACHINE, RemovalReason
from financing.whitelist.past_listings import past_listings
from lifecycle.transitions import TransitionInput
from pages.acts import add_errors
from pages.lists.keyset import keyset_page
from pages.request_values import shown_version
from schemes.evaluation.evaluate import groups_of, labelled

BUREAUS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
READERS = (*BUREAUS, Duty.LEADER)
# The states' codes happen to sort as each bureau's work does: proposals last, candidates first.
ORDERS = {
    Duty.CITY_OFFICER: ("-state", "-id"),
    Duty.DISTRICT_REVIEWER: ("state", "-id"),
}
HEADINGS = (
    "企业名称", "统一社会信用代码", "区市", "状态", "来源", "列入时间", "有效期止", "移出时间",
    "移出原因",
)  # fmt: skip


def _entries() -> Any:
    return WhitelistEntry.objects.select_related("district")


@for_duties(*READERS)
@require_GET
def listing(request: ActorRequest) -> HttpResponse:
    """Entries of the bureau's districts: what waits for it first, then the newest first."""
    actor: Actor = request.actor
    filters = EntryFilter(request.GET, queryset=_entries(), request=request)
    page = keyset_page(request, filters.qs, order=ORDERS.get(actor.duty, ("-id",)), size=50)
    before = past_listings(page.rows)
    for row in page.rows:
        row.tone = MACHINE.tone_of(row.state)
        row.before = before.get(row.pk)
        row.may_choose = actor.is_city and row.state == WhitelistEntry.State.PROPOSED
    waiting = WhitelistEntry.objects.filter(state=WhitelistEntry.State.PROPOSED).count()
    context = {
        "page": page,
        "filter": filters,
        "query": request.GET.urlencode(),
        "listed": WhitelistEntry.objects.listed().count(),
        "waiting": waiting,
        "may_search": actor.duty in BUREAUS,
        "may_choose": any(row.may_choose for row in page.rows),
    }
    return render(request, "financing/entries.html", context)


@for_duties(*READERS)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered entries as a workbook, sent while they are read."""

    def workbook() -> Iterator[bytes]:
        filters = EntryFilter(request.GET, queryset=_entries(), request=request)
        rows = filters.qs.order_by("-id").iterator(2000)
        return stream_workbook("名单库", HEADINGS, map(_line, rows), widths=[36, 22])

    return workbook_answer(request.actor, "whitelist", workbook)


def _line(row: WhitelistEntry) -> list[Any]:
    because = dict(RemovalReason.choices).get(row.left_because, row.left_because)
    return [
        row.enterprise_name,
        row.credit_code,
        row.district.short_name,
        row.get_state_display(),
        row.get_origin_display(),
        row.listed_at,
        row.valid_to,
        row.left_at,
        because,
    ]


@for_duties(*READERS)
@require_GET
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One entry: the verdicts on the conditions, what happened, what may be done."""
    return _page(request, pk)


def _page(
    request: ActorRequest, pk: int, refused: ActForm | None = None, act: str = ""
) -> HttpResponse:
    actor: Actor = request.actor
    entry = WhitelistEntry.objects.visible_to(actor).select_related("district").get(pk=pk)
    record_read(
        actor, "enterprise", entry.organisation_id, entry.organisation_id,
        "融资名单库：入库条件与年度数据", entry.district_id,
    )  # fmt: skip
    available = [
        {
            "transition": one.transition,
            "reasons": one.reasons,
            "form": refused
            if refused is not None and one.transition.name == act
            else ActForm(one.transition, auto_id=f"{one.transition.name}_%s"),
        }
        for one in MACHINE.available(actor, entry)
    ]
    context = {
        "entry": entry,
        "tone": MACHINE.tone_of(entry.state),
        "because": dict(RemovalReason.choices).get(entry.left_because, ""),
        "before": past_listings([entry]).get(entry.pk, ""),
        "figures": key_figures(entry.organisation_id),
        **_conditions(entry),
        "available": available,
        "events": MACHINE.history(entry),
    }
    return render(request, "financing/entry.html", context, status=422 if refused else 200)


def _conditions(entry: WhitelistEntry) -> dict[str, Any]:
    """The verdicts as they are today while the entry waits, afterwards those that decided."""
    if entry.state in (WhitelistEntry.State.CANDIDATE, WhitelistEntry.State.PROPOSED):
        version = conditions_in_force()
        now = assess(version, entry.organisation_id).as_json() if version else None
        return {"groups": labelled(groups_of(now)) if now else [], "assessed_today": True}
    rows = WhitelistEvent.objects.filter(entry=entry, facts__has_key="evaluation")
    judged = rows.order_by("-id").first()
    groups = labelled(groups_of(judged.facts["evaluation"])) if judged else []
    return {"groups": groups, "judged": judged}


@for_duties(*BUREAUS)
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Carry out a transition by hand."""
    actor: Actor = request.actor
    entry = WhitelistEntry.objects.visible_to(actor).get(pk=pk)
    transition = MACHINE.transitions.get(name)
    if transition is None or not transition.by_hand:
        raise WhitelistEntry.DoesNotExist
    form = ActForm(transition, request.POST)
    if form.is_valid():
        given = TransitionInput(
            form.cleaned_data["reason"], form.cleaned_data.get("reason_kind", "")
        )
        version = shown_version(request.POST)
        try:
            MACHINE.execute(actor, pk, name, given, expected_version=version)
        except RuleViolation as refused:
            add_errors(form, refused.errors)
        except StaleVersion as stale:
            messages.warning(request, stale.message)
            return redirect("financing:entry", pk)
        else:
            messages.success(request, f"{entry.enterprise_name}：{transition.in_history}。")
            return redirect("financing:entry", pk)
    return _page(request, pk, form, name)


@for_duties(*BUREAUS)
@require_POST
def propose(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Propose an enterprise of one's district."""
    actor: Actor = request.actor
    try:
        entry = propose_enterprise(actor, enterprise_id, request.POST.get("reason", "")[:1000])
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("enterprises:detail", enterprise_id)
    messages.success(request, f"已推荐 {entry.enterprise_name}，等待市级审定。")
    return redirect("financing:entry", entry.pk)


@for_duties(*BUREAUS)
@require_POST
def search(request: ActorRequest) -> HttpResponse:
    """Compare the registry with the conditions."""
    try:
        job = start_search(request.actor)
    except RuleViolation as refused:
        messages.error(request, str(refused))
        return redirect("financing:entries")
    return redirect("people:job", job.pk)
