"""The pool of experts: the city's list, each entry with its ties, and the expert's own entry."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from enterprises.rules.industry import industry_name
from pages.acts import add_errors
from pages.lists.keyset import keyset_page
from procedures.experts.actions.save_expert import add_expert, change_expert, declare_tie, end_tie
from procedures.experts.forms import ExpertForm, NewExpertForm, ProfileForm, TieForm, shown_profile
from procedures.experts.pool import experts_on_duty
from procedures.models import Expert, ExpertTie, ScoreSheet

city_only = for_duties(Duty.CITY_OFFICER)
expert_only = for_duties(Duty.EXPERT)
HEADINGS = (
    "姓名", "工作单位", "单位统一社会信用代码", "职称或职务", "专长", "熟悉的行业", "可以抽取",
    "待评", "已评", "入库日期",
)  # fmt: skip


@city_only
@require_GET
def experts(request: ActorRequest) -> HttpResponse:
    """The pool, with what each expert has to do."""
    rows = Expert.objects.select_related("user")
    if text := " ".join(request.GET.get("q", "").split()):
        rows = rows.filter(Q(user__name__icontains=text) | Q(employer__icontains=text))
    page = keyset_page(request, rows, order=("-added_at", "-id"), size=50)
    loads = _loads([row.user_id for row in page.rows])
    for row in page.rows:
        row.waiting, row.done = loads.get(row.user_id, (0, 0))
        row.known = "、".join(industry_name(code) for code in row.industries)
    context = {"page": page, "q": text, "people": _not_in_the_pool()}
    return render(request, "procedures/experts/listing.html", context)


def _loads(user_ids: list[int]) -> dict[int, tuple[int, int]]:
    rows = (
        ScoreSheet.objects.filter(reviewer_id__in=user_ids)
        .values("reviewer_id")
        .annotate(
            waiting=Count("id", filter=Q(state=ScoreSheet.State.OPEN)),
            done=Count("id", filter=Q(state=ScoreSheet.State.SUBMITTED)),
        )
    )
    return {row["reviewer_id"]: (row["waiting"], row["done"]) for row in rows}


def _not_in_the_pool() -> list[Any]:
    known = set(Expert.objects.values_list("user_id", flat=True))
    return [person for person in experts_on_duty() if person.pk not in known]


@city_only
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The pool as a workbook."""

    def workbook() -> Iterator[bytes]:
        rows = list(Expert.objects.select_related("user").order_by("user__name", "id"))
        loads = _loads([row.user_id for row in rows])
        return stream_workbook(
            "专家库", HEADINGS, (_line(row, loads) for row in rows), widths=[12, 36]
        )

    actor = request.actor
    return workbook_answer(actor, "experts", workbook)


def _line(row: Expert, loads: dict[int, tuple[int, int]]) -> list[Any]:
    waiting, done = loads.get(row.user_id, (0, 0))
    return [
        str(row.user),
        row.employer,
        row.employer_code,
        row.position,
        row.get_speciality_display(),
        "、".join(industry_name(code) for code in row.industries),
        "是" if row.is_active else "否",
        waiting,
        done,
        timezone.localtime(row.added_at).date(),
    ]


@city_only
def new_expert(request: ActorRequest) -> HttpResponse:
    """Take somebody into the pool."""
    people = _not_in_the_pool()
    form = NewExpertForm(request.POST or None, people=people, initial={"speciality": "technology"})
    if request.method == "POST" and form.is_valid():
        try:
            expert = add_expert(
                request.actor,
                form.cleaned_data["user"],
                form.profile(),
            )
        except RuleViolation as refusal:
            add_errors(form, refusal.errors)
        else:
            messages.success(request, f"{expert.user}已入专家库。")
            return redirect("procedures:expert", expert.user_id)
    context = {"form": form, "people": people}
    status = 422 if form.is_bound else 200
    return render(request, "procedures/experts/new.html", context, status=status)


@city_only
def expert(request: ActorRequest, user_id: int) -> HttpResponse:
    """One entry of the pool."""
    row = get_object_or_404(Expert.objects.select_related("user"), user_id=user_id)
    form = ExpertForm(request.POST or None, initial=shown_profile(row))
    if request.method == "POST" and form.is_valid():
        is_active = form.cleaned_data["is_active"]
        if _changed(request, row, form, is_active):
            return redirect("procedures:expert", user_id)
    return _entry(request, row, form, TieForm())


@expert_only
def own_entry(request: ActorRequest) -> HttpResponse:
    """The expert's own entry."""
    actor = request.actor
    row = Expert.objects.select_related("user").filter(user_id=actor.user_id).first()
    if row is None:
        return render(request, "procedures/experts/not_yet.html")
    form = ProfileForm(request.POST or None, initial=shown_profile(row))
    if request.method == "POST" and form.is_valid() and _changed(request, row, form, None):
        return redirect("procedures:expert_profile")
    return _entry(request, row, form, TieForm())


def _changed(request: ActorRequest, row: Expert, form: ProfileForm, is_active: bool | None) -> bool:
    try:
        change_expert(
            request.actor,
            row.user_id,
            form.profile(),
            is_active=is_active,
        )
    except RuleViolation as refusal:
        add_errors(form, refusal.errors)
        return False
    messages.success(request, "专家资料已保存。")
    return True


def _entry(
    request: ActorRequest, row: Expert, form: ProfileForm, tie_form: TieForm
) -> HttpResponse:
    ties = ExpertTie.objects.filter(user_id=row.user_id)
    context = {"expert": row, "form": form, "tie_form": tie_form, "ties": ties}
    status = 422 if form.is_bound or tie_form.is_bound else 200
    return render(request, "procedures/experts/entry.html", context, status=status)


@for_duties(Duty.CITY_OFFICER, Duty.EXPERT)
@require_POST
def declare(request: ActorRequest, user_id: int) -> HttpResponse:
    """Declare a tie; a refused one is shown again with the entry."""
    actor = request.actor
    row = get_object_or_404(Expert.objects.select_related("user"), user_id=user_id)
    tie_form = TieForm(request.POST)
    if tie_form.is_valid():
        try:
            declare_tie(actor, user_id, **tie_form.cleaned_data)
        except RuleViolation as refusal:
            add_errors(tie_form, refusal.errors)
        else:
            messages.success(request, "已登记，抽取时会自动回避。")
            return _to_entry(actor, user_id)
    kind = ExpertForm if actor.is_city else ProfileForm
    return _entry(request, row, kind(initial=shown_profile(row)), tie_form)


@for_duties(Duty.CITY_OFFICER)
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """End a tie."""
    tie = end_tie(request.actor, pk)
    messages.success(request, f"已解除与“{tie.name}”的回避关系。")
    return redirect("procedures:expert", tie.user_id)


def _to_entry(actor: Any, user_id: int) -> HttpResponse:
    if actor.is_city:
        return redirect("procedures:expert", user_id)
    return redirect("procedures:expert_profile")
