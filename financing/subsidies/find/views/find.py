"""找政策: what the enterprise can get now; the calculator; being told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.throttling import asks_too_often
from accounts.views.access import for_duties
from financing.subsidies.auto.own import own_grants
from financing.subsidies.find import pages
from financing.subsidies.find.alerts import ask_to_be_told, be_told_no_more
from financing.subsidies.find.calls import money_calls
from financing.subsidies.find.offers import find_money
from schemes.amount_calculator import Calculator
from schemes.designer.row_forms import row_problems

TRIES_A_MINUTE = 30
staff_only = for_duties(Duty.ENTERPRISE_STAFF)


@staff_only
@require_GET
def find_money_page(request: ActorRequest) -> HttpResponse:
    """Every scheme before the enterprise, the likely and the close ones first."""
    found = find_money(request.actor)
    grants = own_grants(request.actor) if found.known.grants else []
    rows, sum_ = pages.arrived(found)
    context = {
        "found": found,
        "finding": pages.finding(found, [one.row for one in grants]),
        "grants": grants,
        "total_rows": pages.total_rows(found),
        "due": pages.due_soon(found, [one.row for one in grants]),
        "arrived": rows,
        "arrived_sum": sum_,
        "on_the_way": pages.on_the_way(found),
        "now": timezone.localtime(),
        "last_year": timezone.localdate().year - 1,
    }
    return render(request, "financing/find/find.html", context)


@staff_only
@require_GET
def find_offer(request: ActorRequest, pk: int) -> HttpResponse:
    """One scheme of them, by its batch: its conditions alone where the page asks for them."""
    offer = find_money(request.actor).offer_of(pk)
    if offer is None:
        raise Http404
    is_fragment = bool(request.headers.get("HX-Request"))
    template = "financing/find/_offer_body.html" if is_fragment else "financing/find/offer.html"
    return render(request, template, {"offer": offer})


@staff_only
@require_POST
def alert(request: ActorRequest) -> HttpResponse:
    """Ask to be told, or leave."""
    if request.POST.get("wanted") == "yes":
        ask_to_be_told(request.actor)
        messages.success(
            request, "已订阅：有新的可申请项目、截止前 15 天和 5 天、免申即享待确认时通知您。"
        )
    else:
        be_told_no_more(request.actor)
        messages.success(request, "已取消订阅。")
    return redirect("financing:find_money")


def money_schemes(request: HttpRequest) -> HttpResponse:
    """Every scheme that pays, for everybody, with its calculator."""
    calls = sorted(money_calls(), key=lambda one: (not one.is_open, one.version.scheme.sort))
    automatic = money_calls(automatic=True)
    context = {"calls": calls, "automatic": automatic, "open": sum(one.is_open for one in calls)}
    return render(request, "financing/find/schemes.html", context)


def try_amount(request: HttpRequest, code: str) -> HttpResponse:
    """The calculator of a scheme, for everybody: the worked sum of what is typed, by the engine
    that decides; nothing is kept."""
    calls = [*money_calls(), *money_calls(automatic=True)]
    call = next((one for one in calls if one.version.scheme.code == code), None)
    if call is None:
        raise Http404
    if request.method == "POST" and asks_too_often(request, "try-amount", TRIES_A_MINUTE):
        return render(request, "429_public.html", {"what": "试算"}, status=429)
    calculator = Calculator(call.rule, request.POST if request.method == "POST" else None)
    worked = calculator.work_out() if calculator.is_bound else None
    context = {
        "call": call,
        "rule": call.rule,
        "form": calculator.figures,
        "sets": calculator.sets,
        "sum": worked,
        "row_problems": row_problems(calculator.sets) if calculator.is_bound else [],
    }
    status = 422 if calculator.is_bound and worked is None else 200
    return render(request, "financing/find/try.html", context, status=status)
