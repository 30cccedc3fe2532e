"""Taking cases on one's desk, and handing them to colleagues."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.leave_cover import colleagues_of
from accounts.requests import ActorRequest
from accounts.tenancy import Actor
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.fields import offer
from pages.lists import Column
from pages.lists.table import table_html
from pages.request_values import kept_query, whole_number
from procedures.cases.actions.assign_case import MOST_AT_ONCE, Assigned, assign_cases
from procedures.cases.policies import REVIEWERS, has_on_desk
from procedures.cases.worklist.columns import case_page
from procedures.models import Application

ME, NOBODY = "me", "nobody"
MOST_REASONS = 10
COLUMNS: tuple[Column[Application], ...] = (
    Column("title", "申报内容", str, link=case_page),
    Column("district__short_name", "区市"),
    Column("stage_due_on", "本阶段期限"),
    Column("reviewer", "现在的审核人", lambda row: str(row.reviewer or "未分配")),
)


NO_COLLEAGUE = "本单位没有职责相同的同事；机构管理员可以在“成员与授权”中邀请。"


NO_COLLEAGUE = "本单位没有职责相同的同事；机构管理员可以在“成员与授权”中邀请。"


class AssignForm(forms.Form):
    """To whom the cases go, and a word about it."""

    to = forms.ChoiceField(label="交给")
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只有审核部门看得到，企业看不到",
    )

    def __init__(self, actor: Actor, data: QueryDict | None, to: str) -> None:
        super().__init__(data, initial={"to": to})
        colleagues = [(str(one.user_id), str(one)) for one in colleagues_of(actor)]
        self.receivers = {
            "": "请选择",
            ME: f"我自己（{actor.user_name}）",
            **dict(colleagues),
            NOBODY: "不指定，放回未分配",
        }
        offer(self, "to", self.receivers.items())
        if not colleagues:
            self.fields["to"].help_text = NO_COLLEAGUE

    def receiver(self, actor: Actor) -> int | None:
        chosen = self.cleaned_data["to"]
        return actor.user_id if chosen == ME else None if chosen == NOBODY else int(chosen)


@for_duties(*REVIEWERS)
def assign(request: ActorRequest) -> HttpResponse:
    """The chosen cases once more, and to whom they go."""
    actor: Actor = request.actor
    data = request.POST if request.method == "POST" else request.GET
    seen = _seen(data.getlist("case"))
    if not seen:
        messages.info(request, "请先在列表里勾选申报，再认领或转交。")
        return _back_to_list(data.get("query", ""))
    found = Application.objects.visible_to(actor).filter(pk__in=seen)
    cases = list(found.select_related("reviewer", "district").order_by("stage_due_on", "id"))
    if len(cases) != len(seen):
        raise Application.DoesNotExist
    form = AssignForm(actor, request.POST or None, request.GET.get("to", ""))
    if request.method == "POST":
        done = attempt(
            request,
            lambda: assign_cases(actor, seen, form.receiver(actor), form.cleaned_data["note"]),
            form=form,
        ).value
        if done is not None:
            _tell(request, done, form.receivers[form.cleaned_data["to"]])
            if data.get("query") or len(cases) > 1:
                return _back_to_list(data.get("query", ""))
            return redirect("procedures:case", cases[0].pk)
    return _page(request, cases, form, data.get("query", ""))


def confirm_assignment(request: ActorRequest, rows: QuerySet[Application], to: str) -> HttpResponse:
    """The page that asks to whom the chosen `rows` of the list go; `to` is proposed. Those that are
    not on the desk of the actor's bureau are left out."""
    cases = [case for case in rows if has_on_desk(request.actor, case)]
    query = request.POST.get("query", "")
    if not cases:
        messages.warning(request, "选中的申报都不由您的部门办理。")
    elif len(cases) > MOST_AT_ONCE:
        messages.error(request, f"一次最多分派 {MOST_AT_ONCE} 件，请缩小筛选范围。")
    else:
        return _page(request, cases, AssignForm(request.actor, None, to), query)
    return _back_to_list(query)


@for_duties(*REVIEWERS)
@require_POST
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one case on one's own desk."""
    actor: Actor = request.actor
    done = assign_cases(actor, {pk: whole_number(request.POST.get("seen"))}, actor.user_id)
    _tell(request, done, "您")
    return redirect("procedures:case", pk)


def _page(
    request: ActorRequest, cases: list[Application], form: AssignForm, query: str
) -> HttpResponse:
    context = {"form": form, "cases": cases, "table": table_html(COLUMNS, cases), "query": query}
    return page_with_form(request, "procedures/assign.html", context, form)


def _seen(texts: Iterable[str]) -> dict[int, int | None]:
    """Case -> the reviewer that the page showed, of texts like "12:34", "12:" or "12"."""
    parts = (text.partition(":") for text in texts)
    return {number: whole_number(by) for pk, _, by in parts if (number := whole_number(pk))}


def _back_to_list(query: str) -> HttpResponse:
    """To the list with the filters of `query`, and nothing else of it."""
    kept = kept_query(QueryDict(query[:1000])).urlencode()
    return redirect(f"{reverse('procedures:worklist')}?{kept}" if kept else "procedures:worklist")


def _tell(request: ActorRequest, done: Assigned, receiver: str) -> None:
    if done.cases:
        what = f"“{done.cases[0]}”" if len(done.cases) == 1 else f"{len(done.cases)} 件申报"
        messages.success(request, f"{what}已交给：{receiver}。")
    for reason in done.refused[:MOST_REASONS]:
        messages.warning(request, reason)
    if (more := len(done.refused) - MOST_REASONS) > 0:
        messages.warning(request, f"另有 {more} 件也没有交出。")
