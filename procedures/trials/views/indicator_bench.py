"""Trying an indicator on one enterprise while it is written; nothing is saved."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from enterprises.models import Enterprise
from pages.lists.table import table_html
from pages.request_values import whole_number
from procedures.trials.indicator_bench import MOST_HITS, enterprises_like, value_for
from procedures.trials.tables import READ
from schemes.designer.views.versions import city_only, draft_or_back
from schemes.expressions.types import ExpressionError


@city_only
@require_POST
def try_indicator(request: ActorRequest, pk: int) -> HttpResponse:
    """A part of the page: the value for the chosen enterprise, or the enterprises to choose."""
    row, _ = draft_or_back(request, pk)
    post = request.POST
    text = post.get("expression", "").strip()
    context: dict[str, Any] = {"version": row, "most": MOST_HITS}
    context["asked"] = post.get("enterprise_text", "").strip()
    chosen = whole_number(post.get("enterprise"))
    if not text:
        context["problem"] = "请先填写表达式。"
    elif chosen is None:
        context["found"] = enterprises_like(context["asked"])
        if len(context["found"]) == 1:
            chosen = context["found"][0].pk
    if chosen is not None and "problem" not in context:
        decimals = whole_number(post.get("decimals"))
        try:
            context["result"] = value_for(
                row,
                text,
                chosen,
                unit=post.get("unit", "")[:10],
                decimals=2 if decimals is None else min(decimals, 6),
            )
        except ExpressionError as wrong:
            context["problem"] = str(wrong)
        except Enterprise.DoesNotExist:
            context["problem"] = "没有这家企业，请重新选择。"
    if "result" in context:
        context["read"] = table_html(READ, context["result"].read, css="stack")
    return render(request, "procedures/trials/_bench.html", context)
