"""The auditor's page: the trail, and whether its seals hold."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.duties import Duty
from accounts.models import User
from accounts.trail_words import column_word, reason_word, table_word, value_word
from accounts.views.access import for_duties
from audit.models import Seal, TrailEntry
from audit.trail import broken_seals
from pages.lists.keyset import keyset_page
from people.filters import TrailFilter


@for_duties(Duty.AUDITOR)
def trail(request: HttpRequest) -> HttpResponse:
    """The trail, newest first, filtered; with `check=1` every seal is computed again."""
    filters = TrailFilter(request.GET, queryset=TrailEntry.objects.all())
    page = keyset_page(request, filters.qs, order=("-id",), size=50)
    people = User.objects.in_bulk({row.user_id for row in page if row.user_id})
    for row in page:
        row.who = people.get(row.user_id)
        row.what = table_word(row.table_name)
        row.why = reason_word(row.scope_reason)
        row.told = [
            (column_word(row.table_name, column), value_word(value))
            for column, value in row.changes.items()
        ]
    context = {
        "filter": filters,
        "page": page,
        "last_seal": Seal.objects.order_by("-id").first(),
        "query": request.GET.urlencode(),
    }
    if request.GET.get("check"):
        context |= {"checked": True, "broken": broken_seals()}
    return render(request, "people/trail.html", context)
