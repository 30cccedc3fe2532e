"""The city's designer of schemes: versions, what they hold, how they are published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.errors import RuleViolation, StaleVersion
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt, page_with_form
from pages.request_values import shown_version
from pages.stale import version_to_show
from schemes.actions import design_scheme, publish_scheme
from schemes.checking.files import WrongFile, dump, load
from schemes.checking.problems import read
from schemes.checking.warnings import warnings_of
from schemes.definition.form import KIND_LABELS
from schemes.definition.scheme import SUBSIDY
from schemes.definition.stored import part_in, rows_in, text_in, texts_in
from schemes.designer.amount_blocks import amount_blocks
from schemes.designer.basics_form import conditions_of
from schemes.designer.difference import differences_of_versions
from schemes.designer.display import displayable, problem_rows, whole
from schemes.designer.forms import CloneForm, CompareForm, DetailsForm, ImportForm, NewSchemeForm
from schemes.designer.lists import TONES, version_table
from schemes.designer.outline import outline
from schemes.designer.page_parts import Place, parts_at
from schemes.exclusions import circle_problems, group_warnings
from schemes.models import Scheme, SchemeVersion
from schemes.publishing import reasons_against_retiring, what_keeps_from_publishing
from schemes.questions import parts_of

city_only = for_duties(Duty.CITY_OFFICER)
MOST_PROBLEMS = 100


@city_only
def schemes(request: ActorRequest) -> HttpResponse:
    """Every scheme with its versions, the newest first."""
    rows: list[Any] = list(Scheme.objects.prefetch_related("versions__edited_by"))
    waiting = 0
    for row in rows:
        versions = sorted(row.versions.all(), key=lambda one: (one.valid_from, one.pk))[::-1]
        waiting += sum(one.state == "review" for one in versions)
        row.table = version_table(versions, row.name)
        row.pays = any(text_in(one.definition, "outcome") == SUBSIDY for one in versions)
    rows.sort(key=lambda row: row.pays)  # certifications first, each in its own order
    money = sum(row.pays for row in rows)
    context = {"rows": rows, "waiting": waiting, "money": money, "titles": len(rows) - money}
    return render(request, "schemes/schemes.html", context)


@city_only
def version(request: ActorRequest, pk: int) -> HttpResponse:
    """What a version holds, what is wrong with it, and what may be done."""
    row = version_or_404(pk)
    return render(request, "schemes/version.html", _context(request, row))


def version_or_404(pk: int) -> SchemeVersion:
    """The version with the people and versions that its pages name."""
    found: SchemeVersion = get_object_or_404(
        SchemeVersion.objects.select_related(
            "scheme", "based_on", "edited_by", "submitted_by", "published_by"
        ),
        pk=pk,
    )
    return found


def _context(request: ActorRequest, row: SchemeVersion) -> dict[str, object]:
    actor = request.actor
    reading = read(row.definition)
    problems = [*reading.problems, *circle_problems(row)]
    is_second = actor.user_id not in (row.submitted_by_id, row.edited_by_id)
    return {
        "version": row,
        "tone": TONES[row.state],
        "definition": reading.definition,
        "content": outline(whole(row.definition), problems),
        "left_out": _left_out(row),
        "problems": problem_rows(problems[:MOST_PROBLEMS], row.definition),
        "warnings": problem_rows(
            [*warnings_of(reading.definition), *group_warnings(row)], row.definition
        )
        if reading.definition
        else [],
        "problem_count": len(problems),
        "is_readable": reading.definition is not None,
        "kinds": {str(kind): label for kind, label in KIND_LABELS.items()},
        "amount": amount_blocks(row.definition, problems),
        "aside": parts_at(Place.ASIDE, row, reading),
        "keeps": what_keeps_from_publishing(row) if row.is_editable else [],
        "keeps_from_retiring": "".join(reasons_against_retiring(row))
        if row.state == "published"
        else "",
        "may_publish": row.state == "review" and is_second,
        "is_own_request": row.submitted_by_id == actor.user_id,
        "clone_form": CloneForm(),
        "import_form": ImportForm(),
        "published": parts_at(Place.PUBLISHED, row, reading) if row.state == "published" else [],
        "tab": "version",
    }


def draft_or_back(request: ActorRequest, pk: int) -> tuple[SchemeVersion, HttpResponse | None]:
    """A version, and where to go instead when it is no draft any more."""
    row = version_or_404(pk)
    if row.is_editable:
        return row, None
    messages.info(request, f"这一版现在是“{row.get_state_display()}”，不能修改。")
    return row, redirect("schemes:version", pk)


@city_only
def preview(request: ActorRequest, pk: int) -> HttpResponse:
    """The form as an enterprise sees it; nothing is saved."""
    row = version_or_404(pk)
    reading = read(row.definition)
    context = {
        "version": row,
        "tone": TONES[row.state],
        "definition": reading.definition,
        "problems": problem_rows(reading.problems[:MOST_PROBLEMS], row.definition),
        "sections": parts_of(row, {}) if reading.definition else [],
        "amount": amount_blocks(row.definition, reading.problems),
        "tab": "preview",
    }
    return render(request, "schemes/preview.html", context)


@city_only
def compare(request: ActorRequest, pk: int) -> HttpResponse:
    """Two versions of a scheme, difference by difference."""
    row = version_or_404(pk)
    form = CompareForm(row, request.GET or None)
    other = None
    if form.is_bound and form.is_valid():
        other = form.cleaned_data["other"]
    elif not form.is_bound:
        other = row.based_on or form.others.first()
        form.initial["other"] = other
    context = {
        "version": row,
        "tone": TONES[row.state],
        "other": other,
        "form": form,
        "changes": differences_of_versions(other, row) if other else [],
        "tab": "compare",
    }
    return page_with_form(request, "schemes/compare.html", context, form)


@city_only
def export(request: ActorRequest, pk: int) -> HttpResponse:
    """The version as a YAML file."""
    row = version_or_404(pk)
    definition = read(row.definition).definition
    if definition is None:
        messages.error(request, "内容还不完整，改正问题后才能导出。")
        return redirect("schemes:version", pk)
    answer = HttpResponse(dump(definition), content_type="application/yaml; charset=utf-8")
    name = f"{row.scheme.code}-{row.pk}.yaml"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@city_only
@require_POST
def take_file(request: ActorRequest, pk: int) -> HttpResponse:
    """Put the content of a file in the place of a draft's."""
    form = ImportForm(request.POST, request.FILES)
    wrong: list[str] = []
    if form.is_valid():
        try:
            content = load(form.cleaned_data["file"].read())
            shown = shown_version(request.POST)
            design_scheme.change_content(request.actor, pk, shown, lambda _: content.data)
        except WrongFile as unreadable:
            wrong = unreadable.messages
        except (RuleViolation, StaleVersion) as refused:
            wrong = [str(refused)]
        else:
            _tell_of_file(request, content.messages)
            return redirect("schemes:version", pk)
    context = {
        **_context(request, version_or_404(pk)),
        "import_form": form,
        "file_problems": wrong[:MOST_PROBLEMS],
        "file_problem_count": len(wrong),
    }
    return render(request, "schemes/version.html", context, status=422)


def _tell_of_file(request: ActorRequest, problems: list[str]) -> None:
    if not problems:
        messages.success(request, "文件已读入，没有发现问题。")
        return
    shown = "；".join(problems[:5])
    more = f"……共 {len(problems)} 处" if len(problems) > 5 else ""
    messages.warning(request, f"文件已读入，还有问题要改：{shown}{more}")


@city_only
def new_scheme(request: ActorRequest) -> HttpResponse:
    """A scheme that is not there yet, from a file."""
    form = NewSchemeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _from_file(request, form)
        if made is not None:
            return redirect("schemes:version", made.pk)
    return page_with_form(request, "schemes/new_scheme.html", {"form": form}, form)


def _from_file(request: ActorRequest, form: NewSchemeForm) -> SchemeVersion | None:
    """The first draft of a scheme from the file of a valid form; None with errors at the form."""
    data = form.cleaned_data
    try:
        content = load(data["file"].read())
    except WrongFile as unreadable:
        for message in unreadable.messages[:MOST_PROBLEMS]:
            form.add_error("file", message)
        return None
    made = attempt(
        request,
        lambda: design_scheme.new_scheme(
            request.actor, data["code"], data["name"], form.details(), content.data
        ),
        form=form,
    ).value
    if made is not None:
        _tell_of_file(request, content.messages)
    return made


@city_only
def details(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what a draft says of itself."""
    row, back = draft_or_back(request, pk)
    if back is not None:
        return back
    form = DetailsForm(request.POST or None, initial=DetailsForm.of(row))
    if request.method == "POST":
        shown = shown_version(request.POST)
        if attempt(
            request,
            lambda: design_scheme.change_details(request.actor, pk, shown, form.details()),
            form=form,
            done="版本信息已保存。",
        ):
            return redirect("schemes:version", pk)
    context = {"form": form, "version": row, "shown_version": version_to_show(request, row, form)}
    return page_with_form(request, "schemes/details.html", context, form)


@city_only
@require_POST
def clone(request: ActorRequest, pk: int) -> HttpResponse:
    """A draft with the content of this version."""
    made = attempt(
        request,
        lambda: design_scheme.clone_version(request.actor, pk, request.POST.get("label", "")),
        done=lambda row: f"已按这一版建立“{row.label}”草稿。",
    ).value
    return redirect("schemes:version", made.pk if made else pk)


@city_only
@require_POST
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Ask for publication, hand back, publish, retire, delete."""
    row, post = version_or_404(pk), request.POST
    publish, design = publish_scheme, design_scheme
    acts: dict[str, tuple[Callable[..., Any], tuple[Any, ...], str]] = {
        "submit": (publish.submit_version, (), "已提请发布，同事复核后生效。"),
        "send-back": (publish.send_back, (post.get("note", ""),), "已退回修改。"),
        "publish": (publish.publish_version, (), f"“{row.scheme.name} {row.label}”已发布。"),
        "retire": (publish.retire_version, (), "已停用，不再开放新的批次。"),
        "delete": (
            design.delete_draft_version, (shown_version(post),), f"草稿“{row.label}”已删除。"
        ),
    }  # fmt: skip
    if name not in acts:
        raise SchemeVersion.DoesNotExist
    carry_out, more, done = acts[name]
    result = attempt(request, lambda: carry_out(request.actor, pk, *more), done=done)
    if result.is_done and name == "delete":
        return redirect("schemes:designer")
    return redirect("schemes:version", pk)


def _left_out(row: SchemeVersion) -> list[str]:
    """The labels of the conditions that do not apply to a re-check."""
    content = displayable(row.definition)
    labels = dict(conditions_of(rows_in(content, "criteria")))
    left_out = texts_in(part_in(content, "recheck"), "leave_out")
    return [labels.get(key, key) for key in left_out]
