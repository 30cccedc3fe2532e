"""Public notices: publishing and concluding them, reading them, objecting."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.conflicts import own_enterprises
from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.tenancy import system_scope
from accounts.throttling import asks_too_often
from accounts.views.access import for_duties
from documents.official_document import OfficialDocument
from documents.pdf.glyphs import warnings_about
from enterprises.models import Enterprise
from lifecycle.two_persons import needs_two, open_proposal
from pages.acts import attempt, page_with_form
from pages.fields import offer
from pages.lists.table import table_html
from procedures.batches.working_days import (
    add_working_days,
    calendar_doubt,
    calendar_is_complete,
)
from procedures.cases.parts import in_words_of, in_yuan, sums_of
from procedures.models import Application, Batch, NoticeEntry, Objection, PublicNotice
from procedures.models.application import State
from procedures.notices.actions.object_to_case import file_objection
from procedures.notices.actions.publish_notice import (
    CERTIFY,
    PUBLISH,
    conclude_notice,
    propose_conclusion,
    propose_notice,
    publish_notice,
    subject_of,
    subject_of_notice,
)
from procedures.notices.documents import (
    FORMS,
    decision_document,
    notice_document,
    spaced,
    steps_in_words,
    stored_document,
)
from procedures.notices.entries import entry_columns, total_of
from procedures.notices.foreseen import foreseen_conclusion, foreseen_publication
from procedures.notices.forms import NoticeForm, ObjectionForm, ReceiptForm

MOST_CASES = 1000
OBJECTIONS_A_MINUTE = 5
RECEIPTS_A_MINUTE = 30


def notice(request: ActorRequest, pk: int) -> HttpResponse:
    """One public notice, for everybody."""
    row = get_object_or_404(PublicNotice.objects.select_related("batch__version"), pk=pk)
    actor = getattr(request, "actor", None)
    officer = actor if actor is not None and actor.is_city else None
    may_conclude = officer is not None and row.has_ended and _is_open(row)
    entries = list(row.entries.all())
    context = {
        "by_two": needs_two(CERTIFY),
        "proposal": open_proposal(CERTIFY, subject_of_notice(pk)) if may_conclude else None,
        "notice": row,
        "act": in_words_of(row.batch.version.parsed.outcome, "认定发证"),
        "is_decided": row.concluded_at is not None and _decision(row) is not None,
        "entries": table_html(entry_columns(row, entries), entries, css="stack"),
        "effects": foreseen_conclusion(officer, row).sections(
            in_words_of(row.batch.version.parsed.outcome, "认定发证的")
        )
        if officer is not None and may_conclude
        else (),
        "may_conclude": may_conclude,
        "objections": _open_objections(row) if officer is not None else 0,
        "count": len(entries),
        "total": None if (total := total_of(entries)) is None else in_yuan(total),
        "unprintable": warnings_about(
            text for entry in entries for text in (entry.enterprise_name, entry.title)
        )
        if may_conclude
        else (),
        "calendar_known": calendar_is_complete(row.ends_on),
    }
    return render(request, "procedures/notice.html", context)


def _open_objections(row: PublicNotice) -> int:
    rows = Objection.objects.filter(entry__notice=row, state=Objection.State.OPEN)
    return rows.count()


def _is_open(row: PublicNotice) -> bool:
    """Whether it has not been concluded, or held cases back that may be decided since."""
    running: bool = row.state == PublicNotice.State.RUNNING
    return running or row.entries.filter(application__state=State.PUBLIC_NOTICE).exists()


def _decision(row: PublicNotice) -> OfficialDocument | None:
    with system_scope(reason="list what was certified for the public"):
        return decision_document(row)


@require_GET
def document(request: ActorRequest, pk: int, what: str, form: str) -> FileResponse:
    """The notice, or the list of what was certified after it, as an official document."""
    row = get_object_or_404(PublicNotice.objects.select_related("batch__version"), pk=pk)
    if what not in ("notice", "decision") or form not in FORMS:
        raise Http404
    if what == "notice":
        name, made = f"{row.pk}", notice_document(row)
    else:
        decided = _decision(row)
        if decided is None:
            raise Http404
        name, made = f"{row.pk}-decision-{len(decided.rows)}", decided
    key = stored_document(name, made, form)
    return FileResponse(
        storages["attachments"].open(key),
        as_attachment=True,
        filename=f"{made.title}.{form}",
        content_type=FORMS[form][1],
    )


def objection(request: ActorRequest, pk: int) -> HttpResponse:
    """Object to one line of a notice."""
    entry = get_object_or_404(NoticeEntry.objects.select_related("notice"), pk=pk)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if asks_too_often(request, "objection", OBJECTIONS_A_MINUTE):
            return render(request, "429_public.html", {"what": "提交异议"}, status=429)
        filed = attempt(
            request, lambda: file_objection(entry.pk, **form.cleaned_data), form=form
        ).value
        if filed is not None:
            return redirect("procedures:receipt", filed.receipt)
    return page_with_form(
        request, "procedures/objection.html", {"entry": entry, "form": form}, form
    )


@require_GET
def find_receipt(request: ActorRequest) -> HttpResponse:
    """Lead from the number on a receipt to what became of the objection."""
    form = ReceiptForm(request.GET or None)
    if form.is_bound:
        if asks_too_often(request, "receipt", RECEIPTS_A_MINUTE):
            return render(request, "429_public.html", {"what": "查询回执"}, status=429)
        if form.is_valid():
            code = form.cleaned_data["code"]
            if _of_receipt(code)[0] is not None:
                return redirect("procedures:receipt", code)
            form.add_error("code", "没有这个回执号，请核对后再试。")
    return page_with_form(request, "procedures/find_receipt.html", {"form": form}, form)


def receipt(request: ActorRequest, code: str) -> HttpResponse:
    """What became of an objection, for the one who holds its receipt."""
    if asks_too_often(request, "receipt", RECEIPTS_A_MINUTE):
        return render(request, "429_public.html", {"what": "查询回执"}, status=429)
    row, files = _of_receipt(code)
    if row is None:
        raise Http404
    return render(request, "procedures/receipt.html", {"objection": row, "files": files})


def _of_receipt(code: str) -> tuple[Objection | None, list[str]]:
    """The objection with this number on its receipt, and the names of its files."""
    with system_scope(reason="show an objection to its receipt's holder"):
        row = Objection.objects.select_related("entry__notice").filter(receipt=code.upper()).first()
        return row, list(row.files.values_list("attachment__name", flat=True)) if row else []


@for_duties(Duty.CITY_OFFICER)
def compose(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Choose proposed cases of a batch and publish a notice over them, or propose it."""
    by_two = needs_two(PUBLISH)
    batch = get_object_or_404(Batch.objects.select_related("version__scheme"), pk=batch_id)
    own = own_enterprises(request.actor)
    waiting = Application.objects.filter(batch=batch, state=State.PROPOSED)
    proposed = list(
        waiting.exclude(organisation_id__in=own)
        .select_related("district")
        .order_by("district__sort", "id")[:MOST_CASES]
    )
    names = Enterprise.objects.in_bulk([case.organisation_id for case in proposed])
    sums = sums_of(proposed)
    choices = [
        (
            str(case.pk),
            f"{case.district.short_name} · {names[case.organisation_id].name} · {case.title}"
            + (f" · {in_yuan(sums[case.pk])} 元" if case.pk in sums else ""),
        )
        for case in proposed
    ]
    form = NoticeForm(request.POST or None, initial=_draft_text(batch, [c[0] for c in choices]))
    offer(form, "cases", choices)
    if request.method == "POST":
        answer = _propose(request, batch, form) if by_two else _publish(request, batch, form)
        if answer is not None:
            return answer
    ends_on = add_working_days(timezone.localdate(), batch.version.parsed.timetable.notice_days)
    context = {
        "by_two": by_two,
        "proposal": open_proposal(PUBLISH, subject_of(batch.pk)),
        "effects": foreseen_publication(request.actor, [case.pk for case in proposed]).sections(
            "等待公示的"
        ),
        "batch": batch,
        "form": form,
        "ends_on": ends_on,
        "calendar_doubt": calendar_doubt(ends_on),
        "count": len(proposed),
        "unprintable": warnings_about(
            text for case in proposed for text in (names[case.organisation_id].name, case.title)
        ),
        "left_to_others": waiting.filter(organisation_id__in=own).count() if own else 0,
    }
    return page_with_form(request, "procedures/compose_notice.html", context, form)


def _publish(request: ActorRequest, batch: Batch, form: NoticeForm) -> HttpResponse | None:
    published = attempt(
        request,
        lambda: publish_notice(request.actor, batch.pk, **form.terms()),
        form=form,
        done=lambda row: f"公示已发布，{row.ends_on:%Y-%m-%d} 结束。",
    ).value
    return redirect("procedures:notice", published.pk) if published else None


def _propose(request: ActorRequest, batch: Batch, form: NoticeForm) -> HttpResponse | None:
    proposal = attempt(
        request,
        lambda: propose_notice(request.actor, batch.pk, **form.terms()),
        form=form,
        done="已提出，另一位经办人批准后公示。",
    ).value
    return redirect("people:proposal", proposal.pk) if proposal else None


def _draft_text(batch: Batch, cases: list[str]) -> dict[str, object]:
    scheme = batch.version.scheme.name
    listed = in_words_of(batch.version.parsed.outcome, "拟认定名单")
    last = PublicNotice.objects.exclude(objection_contact="").order_by("-id").first()
    return {
        "title": f"关于{spaced(batch.name)}{listed}的公示",
        "body": f"根据{batch.version.source_document}，经{steps_in_words(batch)}，现将{scheme}"
        f"{listed}予以公示。公示期内如有异议，请以真实姓名或单位名称提出，并附依据和联系方式。",
        "objection_contact": last.objection_contact if last else "",
        "cases": cases,
    }


@for_duties(Duty.CITY_OFFICER)
@require_POST
def conclude(request: ActorRequest, pk: int) -> HttpResponse:
    """End a notice and issue the certificates, as a job; or propose it to another officer."""
    if needs_two(CERTIFY):
        proposal = attempt(
            request,
            lambda: propose_conclusion(request.actor, pk),
            done="已提出，另一位经办人批准后办理。",
        ).value
        if proposal is None:
            return redirect("procedures:notice", pk)
        return redirect("people:proposal", proposal.pk)
    job = attempt(request, lambda: conclude_notice(request.actor, pk)).value
    return redirect("people:job", job.pk) if job else redirect("procedures:notice", pk)
