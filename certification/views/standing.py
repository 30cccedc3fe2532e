"""Where one enterprise stands, for the bureaus."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.views.access import for_duties
from certification.policies import OVERSIGHT
from certification.rungs import certificates_of, level_of, pyramid_of, rung_history, rung_name
from certification.standing_history import RungSpan
from certification.tables import VALID_COLUMNS
from enterprises.models import Enterprise
from pages.lists.table import table_html


@for_duties(*OVERSIGHT)
@require_GET
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise's rung, its certificates in force and how it came there."""
    enterprise = get_object_or_404(Enterprise.objects.select_related("district"), pk=pk)
    owned = certificates_of(pk)
    certificates = [one for one in owned if one.is_valid_today]
    context: dict[str, object] = {
        "enterprise": enterprise,
        "here": rung_name(level_of(certificates)),
        "rungs": pyramid_of(certificates),
        "certificates": certificates,
        "table": table_html(VALID_COLUMNS, certificates),
        "history": told(rung_history(owned)),
    }
    return render(request, "certification/standing.html", context)


def told(history: list[RungSpan]) -> list[dict[str, str]]:
    """The history as a timeline shows it, the latest first."""
    return [
        {
            "when": f"{one.since:%Y-%m-%d} — " + (f"{one.until:%Y-%m-%d}" if one.until else "至今"),
            "what": rung_name(one.level) if one.level else "没有有效的认定",
        }
        for one in reversed(history)
    ]
