"""The wall (大屏): one page for a large screen, which turns and refreshes by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.request_values import whole_number
from reports.progress.wall import wall_for


@for_duties(Duty.LEADER, Duty.CITY_OFFICER)
@require_GET
def big_screen(request: ActorRequest) -> HttpResponse:
    """The whole page, or what stands on it where the page itself asks again. `?page=` is for a
    screen without script."""
    wall = wall_for(request.actor)
    asked = whole_number(request.GET.get("page")) or 1
    context = {
        "wall": wall,
        "turns": list(enumerate(wall.turns, 1)),
        "page": asked if asked <= len(wall.turns) else 1,
        "now": timezone.localtime(),
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    return render(request, f"reports/{'_wall' if is_fragment else 'big_screen'}.html", context)
