"""Trying the amount rule of a version with typed figures; nothing is kept."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.requests import ActorRequest
from schemes.amount_calculator import Calculator
from schemes.checking.problems import read
from schemes.designer.lists import TONES
from schemes.designer.row_forms import row_problems
from schemes.designer.views.versions import city_only, version_or_404


@city_only
def amount(request: ActorRequest, pk: int) -> HttpResponse:
    """The calculator of the version's rule, by POST with the worked sum."""
    row = version_or_404(pk)
    definition = read(row.definition).definition
    rule = definition.amount if definition else None
    context: dict[str, object] = {
        "version": row, "tone": TONES[row.state], "tab": "amount", "definition": definition,
        "rule": rule,
    }  # fmt: skip
    if rule is None:
        return render(request, "schemes/amount.html", context)
    calculator = Calculator(rule, request.POST if request.method == "POST" else None)
    worked = calculator.work_out() if calculator.is_bound else None
    context |= {
        "calculator": calculator,
        "form": calculator.figures,
        "sets": calculator.sets,
        "sum": worked,
        "row_problems": row_problems(calculator.sets) if calculator.is_bound else [],
    }
    status = 422 if calculator.is_bound and worked is None else 200
    return render(request, "schemes/amount.html", context, status=status)
