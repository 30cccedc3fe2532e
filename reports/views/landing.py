"""The public front page: what can be filed now, who is certified, whom to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.contacts import offices
from accounts.tenancy import system_scope
from accounts.views.home import landing_page
from certification.rungs import RUNGS
from pages.lists.cells import plain_number
from pages.metrics import Metric, counted_now, metrics
from pages.panels import panels_for
from people.questions import QUESTIONS
from procedures.batches.calls import Call, calls
from procedures.guides.content import Guide

POOL = "pool"
# What is said of each rung; source: action plan 2018-2021, 二.
MEANINGS = {
    RUNGS[2].kind: "细分市场里，技术、市场、产品和管理达到国内领先的示范企业。",
    RUNGS[1].kind: "至少有一项有效的产品（技术）认定、企业整体达到条件的，可以再申请。",
    RUNGS[0].kind: "认定的是一件产品或一项技术，不是企业；一家企业可以有几项。",
    POOL: "登记经区（市）确认后可以列入，申报从这里开始。",
}
MOST_QUESTIONS = ("no-audit", "renamed", "left")


@landing_page
def landing(request: HttpRequest) -> HttpResponse:
    """The front page. No targets and no shortfalls: they are for those who answer for them."""
    found = calls()
    first = found[0] if found and found[0].batch else None
    with system_scope(reason="show the public front page"):
        context = {
            "call": first,
            "guide": Guide(first) if first else None,
            "stocks": _stocks(found),
            "now": timezone.localtime(),
            "panels": panels_for(None),
            "questions": [one for one in QUESTIONS if one.key in MOST_QUESTIONS],
            "offices": offices(),
        }
        return render(request, "reports/landing.html", context)


def _stocks(found: list[Call]) -> list[dict[str, object]]:
    """How many are valid now of each rung, from the summit down to the pool."""
    known = metrics()
    numbers: dict[str, int] = {}
    for (key, _), number in counted_now().items():
        numbers[key] = numbers.get(key, 0) + number
    guides = {call.version.definition["outcome"]: call.scheme.code for call in found}
    shown: list[Metric] = [known[one.kind] for one in reversed(RUNGS)] + [known[POOL]]
    return [
        {
            "label": metric.label,
            "number": plain_number(numbers.get(metric.key, 0)),
            "unit": metric.unit,
            "meaning": MEANINGS[metric.key],
            "guide": guides.get(metric.key, ""),
        }
        for metric in shown
    ]
