"""Confirming many effect reports: a preview, then what became of each."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from financing.models import EffectReport
from financing.subsidies.effect.actions.confirm_reports import (
    MOST,
    NAME,
    confirm_reports,
    look_at_reports,
)
from financing.subsidies.effect.report_machine import MACHINE
from financing.subsidies.effect.rules import LIGHT_WORDS, light_of
from financing.whitelist.forms import ActForm
from lifecycle.bulk import Prospect
from pages.acts import attempt, page_with_form
from pages.links import row_url
from pages.lists import Column
from pages.lists.bulk import ALL
from pages.lists.table import table_html
from pages.request_values import looked_at

LIST = "financing:effect_reports"
Found = list[Prospect[EffectReport]]


def _enterprise(of: Callable[[Any], EffectReport]) -> Column[Any]:
    return Column(
        "enterprise", "企业", lambda row: of(row).organisation.name, long=True,
        link=lambda row: row_url("financing:effect_report", of(row).pk),
        below=lambda row: of(row).claim.application.scheme_version.scheme.name,
    )  # fmt: skip


def _itself(row: EffectReport) -> EffectReport:
    return row


CHOSEN: tuple[Column[Any], ...] = (
    _enterprise(_itself),
    Column("district", "区市", lambda row: row.district.short_name),
    Column("kind", "类型"),
    Column("for_day", "截至"),
    Column("share", "目标完成率", unit="%", number=True),
    Column("light", "进度", lambda row: LIGHT_WORDS[light_of(row.share)],
           pill=lambda row: light_of(row.share)),
)  # fmt: skip
CONFIRMED: tuple[Column[Any], ...] = (
    *CHOSEN[:4],
    Column("attained", "目标完成率", unit="%", number=True),
    Column("follow_up", "对资金的影响", lambda row: row.follow_up or "没有影响", long=True),
)
REFUSED: tuple[Column[Prospect[EffectReport]], ...] = (
    _enterprise(lambda one: one.row),
    Column("district", "区市", lambda one: one.row.district.short_name),
    Column("reasons", "原因", lambda one: "".join(one.reasons), long=True),
)


def preview(request: ActorRequest, rows: QuerySet[EffectReport]) -> HttpResponse:
    """What confirming would meet on each chosen report, before it is done."""
    if request.POST.get(ALL):
        rows = rows.filter(state=EffectReport.State.FILED)
    return _preview(request, list(rows.values_list("pk", flat=True)[: MOST + 1]), _form())


def _form(data: QueryDict | None = None) -> ActForm:
    return ActForm(MACHINE.transitions[NAME], data, label="意见（企业可见）")


def _preview(request: ActorRequest, ids: list[int], form: ActForm) -> HttpResponse:
    tried = attempt(request, lambda: look_at_reports(request.actor, ids))
    if tried.value is None:
        return redirect(LIST)
    possible, context = _told(tried.value)
    context |= {"form": form, "possible": possible, "table": table_html(CHOSEN, possible)}
    return page_with_form(request, "financing/effect/confirming.html", context, form)


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER)
@require_POST
def confirm(request: ActorRequest) -> HttpResponse:
    """Confirm the reports that were looked at, and say what became of each."""
    form, versions = _form(request.POST), looked_at(request.POST)
    if not form.is_valid():
        return _preview(request, list(versions), form)
    reason = form.cleaned_data["reason"]
    tried = attempt(request, lambda: confirm_reports(request.actor, versions, reason))
    if tried.value is None:
        return redirect(LIST)
    done, context = _told(tried.value)
    context |= {"done": done, "table": table_html(CONFIRMED, done), "reason": reason}
    return render(request, "financing/effect/confirmed.html", context)


def _told(found: Found) -> tuple[list[EffectReport], dict[str, object]]:
    """The reports that nothing speaks against, and what the page says of the others."""
    refused = [one for one in found if one.reasons]
    return [one.row for one in found if not one.reasons], {
        "refused": refused,
        "refused_table": table_html(REFUSED, refused),
    }
