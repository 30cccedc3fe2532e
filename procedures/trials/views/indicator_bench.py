"""Trying an indicator on one enterprise while it is written; nothing is saved."""

from django.http import HttpResponse, QueryDict
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
from schemes.models import SchemeVersion


@city_only
@require_POST
def try_indicator(request: ActorRequest, pk: int) -> HttpResponse:
    """A part of the page: the value for the chosen enterprise, or the enterprises to choose."""
    row, _ = draft_or_back(request, pk)
    post = request.POST
    text = post.get("expression", "").strip()
    asked = post.get("enterprise_text", "").strip()
    chosen = whole_number(post.get("enterprise"))
    found = enterprises_like(asked) if text and chosen is None else None
    if found is not None and len(found) == 1:
        chosen = found[0].pk
    context = {"version": row, "most": MOST_HITS, "asked": asked, "found": found}
    if not text:
        context["problem"] = "请先填写表达式。"
    elif chosen is not None:
        context |= _tried(row, text, chosen, post)
    return render(request, "procedures/trials/_bench.html", context)


def _tried(
    version: SchemeVersion, text: str, enterprise_id: int, post: QueryDict
) -> dict[str, object]:
    """What the part of the page shows of one enterprise: the result, or the problem."""
    decimals = whole_number(post.get("decimals"))
    try:
        result = value_for(
            version,
            text,
            enterprise_id,
            unit=post.get("unit", "")[:10],
            decimals=2 if decimals is None else min(decimals, 6),
        )
    except ExpressionError as wrong:
        return {"problem": str(wrong)}
    except Enterprise.DoesNotExist:
        return {"problem": "没有这家企业，请重新选择。"}
    return {"result": result, "read": table_html(READ, result.read, css="stack")}
