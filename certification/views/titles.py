"""Confirming lines of a published list as certificates: what is asked, and what comes of it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from certification.actions.confirm_titles import (
    Confirmed,
    Recognition,
    confirm_titles,
    obstacles_of,
)
from certification.forms import RecognitionForm
from certification.models import Certificate
from enterprises.lists import place_word
from enterprises.models import PublishedTitle
from pages.acts import attempt, page_with_form
from pages.lists import Column
from pages.lists.table import table_html
from pages.request_values import whole_number

Kind = Certificate.Kind
MOST_LISTED = 200
# What the words of a title say of its kind, the most particular first.
WORDS = (
    ("小巨人", Kind.LITTLE_GIANT), ("隐形冠军", Kind.CHAMPION), ("示范企业", Kind.DEMONSTRATION),
    ("创新型中小企业", Kind.INNOVATIVE), ("产品", Kind.PRODUCT), ("中小企业", Kind.SRDI),
)  # fmt: skip
COLUMNS: tuple[Column[PublishedTitle], ...] = (
    Column("published_name", "持证企业", long=True),
    Column("district", "区市", lambda row: place_word(row.district)),
    Column("title", "称号", long=True),
    Column("source", "来源", long=True),
)


def kind_of(title: str) -> str:
    """The kind of certificate that a title sounds like, or ""."""
    return next((str(kind) for word, kind in WORDS if word in title), "")


def form_page(
    request: ActorRequest, rows: Sequence[PublishedTitle], form: RecognitionForm | None = None
) -> HttpResponse:
    """What is asked once for all chosen lines; those that would be left out are named."""
    kinds = {kind_of(one.title) for one in rows}
    kind = str(form["kind"].value() or "") if form else kinds.pop() if len(kinds) == 1 else ""
    form = form or RecognitionForm(initial={"kind": kind})
    obstacles = obstacles_of(request.actor, rows, kind)
    columns = (*COLUMNS, Column("why", "不确认的原因", lambda row: obstacles.get(row.pk, "")))
    context = {
        "rows": rows,
        "table": table_html(columns, rows[:MOST_LISTED]),
        "most": MOST_LISTED,
        "left_out": len(obstacles),
        "form": form,
        "crumbs": [
            {"label": "公布的称号", "url": reverse("certification:titles")},
            {"label": "确认为证书"},
        ],
    }
    return page_with_form(request, "certification/confirm_titles.html", context, form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def confirm(request: ActorRequest) -> HttpResponse:
    """Make certificates of the chosen lines."""
    numbers = [whole_number(text) for text in request.POST.getlist("title")]
    ids = [number for number in numbers if number is not None]
    form = RecognitionForm(request.POST)
    done = attempt(
        request,
        lambda: confirm_titles(request.actor, ids, Recognition(**form.cleaned_data)),
        form=form,
        done=lambda one: f"已确认 {len(one.made)} 张证书，已通知企业。",
    )
    if done.value is None:
        rows = PublishedTitle.objects.filter(pk__in=ids).select_related("district")
        return form_page(request, list(rows.order_by("-id")), form)
    _tell_left_out(request, done.value)
    return redirect("certification:titles")


def _tell_left_out(request: ActorRequest, done: Confirmed) -> None:
    if done.left_out:
        named = "；".join(f"{one.published_name}：{why}" for one, why in done.left_out[:10])
        more = " 等" if len(done.left_out) > 10 else ""
        messages.warning(request, f"{len(done.left_out)} 条没有确认：{named}{more}。")
