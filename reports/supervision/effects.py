"""What the steps of an order change: its own columns, and the rows that belong to it."""

from django.utils import timezone

from accounts.actors import home_of
from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from documents.actions.store_attachment import store_attachment
from procedures.batches.working_days import working_days_between
from reports.models import (
    Instruction,
    Light,
    Order,
    OrderFile,
    OrderOffice,
    OrderReport,
    ReportReview,
)
from reports.supervision.clock import again_by, set_next_report, set_signals, thresholds
from reports.supervision.figures import figure_now
from reports.supervision.guards import open_extension
from reports.supervision.inputs import OrderChange

FILES = "supervision_order"
DONE_INSTEAD = "已申请办结，不再需要延期。"


def start_clock(change: OrderChange) -> None:
    """The order is given: its offices read it from now on, and its lights begin."""
    order = change.row
    order.assigned_on = timezone.localdate()
    places = order.offices.values_list("office__district_id", flat=True)
    order.readers = sorted({*order.readers, *places})
    recount(change)


def recount(change: OrderChange) -> None:
    set_signals(change.row, thresholds(), timezone.localdate())


def ask_first_reports(change: OrderChange) -> None:
    for office in change.row.offices.all():
        set_next_report(office, change.row, timezone.localdate())


def ask_no_more_reports(change: OrderChange) -> None:
    change.row.offices.update(next_report_on=None)


# --- feedback -----------------------------------------------------------------------------------


def _office_of(change: OrderChange) -> OrderOffice:
    assert change.actor is not None, "offices feed back"
    return change.row.offices.select_related("office").get(office_id=change.actor.organisation_id)


def note_progress(change: OrderChange) -> None:
    """The order stands where its lead office says."""
    order, given, office = change.row, change.input, _office_of(change)
    change.facts |= {"office": office.office.name, "progress": given.progress}
    if given.quantity_done is not None:
        change.facts["quantity_done"] = given.quantity_done
    if office.role != OrderOffice.Role.LEAD:
        return
    order.progress = given.progress or 0
    if given.quantity_done is not None:
        order.quantity_done = given.quantity_done
    recount(change)


def note_done(change: OrderChange) -> None:
    """The lead office says that it is done: what is late is judged by this day."""
    order, given = change.row, change.input
    change.facts |= {"office": _office_of(change).office.name, "progress": 100}
    order.progress, order.reported_on = 100, timezone.localdate()
    if given.quantity_done is not None:
        order.quantity_done = given.quantity_done
        change.facts["quantity_done"] = given.quantity_done


def save_report(change: OrderChange) -> None:
    """Keep the report with its files; what it answers is due no more."""
    order, given, office = change.row, change.input, _office_of(change)
    assert change.actor is not None, "offices feed back"
    today, asked_on = timezone.localdate(), office.next_report_on
    late = working_days_between(asked_on, today) if asked_on and asked_on < today else 0
    is_final = change.transition.name == "report_done"
    report = OrderReport.objects.create(
        order=order, office=office, asked_on=asked_on, late_days=late, is_final=is_final,
        progress=100 if is_final else given.progress or 0, quantity_done=given.quantity_done,
        text=given.reason.strip(), problems=given.problems.strip(),
        sent_by_id=change.actor.user_id,
    )  # fmt: skip
    keep_files(change.actor, order, given.uploads, report)
    if not is_final:
        set_next_report(office, order, max(today, asked_on or today))
        return
    order.offices.update(next_report_on=None)
    if asked := open_extension(order):
        asked.is_granted, asked.answer, asked.decided_at = False, DONE_INSTEAD, timezone.now()
        asked.save(update_fields=["is_granted", "answer", "decided_at"])


def keep_files(
    actor: Actor, order: Order, files: tuple[object, ...], report: OrderReport | None = None
) -> None:
    """Store files of the order, or of one of its reports; they belong to the actor's office.

    Raises `RuleViolation` at the field `uploads` for one that is not taken.
    """
    home = home_of(actor) if files else {}
    for upload in files:
        try:
            stored = store_attachment(actor, upload, purpose=FILES, **home)  # type: ignore[arg-type]
        except RuleViolation as refusal:
            raise RuleViolation({"uploads": str(refusal)}) from refusal
        OrderFile.objects.create(
            order=order, report=report, attachment=stored, name=stored.name, size=stored.size
        )


# --- review -------------------------------------------------------------------------------------


def note_finished(change: OrderChange) -> None:
    order = change.row
    order.finished_on, order.ended_on = order.reported_on, timezone.localdate()


def note_returned(change: OrderChange) -> None:
    """The matter is open again, where it stood before it was said to be done."""
    order = change.row
    before = order.reports.filter(is_final=False, office__role=OrderOffice.Role.LEAD).first()
    order.progress = before.progress if before else 0
    order.reported_on = order.finished_on = order.ended_on = None
    change.facts["again_by"] = again_by(timezone.localdate()).isoformat()
    recount(change)


def save_review(change: OrderChange) -> None:
    """Keep what was found of the last report that it is done."""
    order, given = change.row, change.input
    assert change.actor is not None, "people review"
    report = order.reports.filter(is_final=True, review=None).first()
    if report is None:
        return  # returned after it had been accepted: the review stands
    ReportReview.objects.create(
        order=order, report=report, is_accepted=change.transition.name == "accept",
        facts_clear=given.facts_clear, is_solved=given.is_solved, is_lawful=given.is_lawful,
        reason=given.reason.strip(), reviewed_by_id=change.actor.user_id,
    )  # fmt: skip


def ask_again(change: OrderChange) -> None:
    """Offices feed back anew: those that were returned soon, co offices as before."""
    order, today = change.row, timezone.localdate()
    for office in order.offices.all():
        if office.role == OrderOffice.Role.LEAD:
            office.next_report_on = again_by(today)
            office.save(update_fields=["next_report_on"])
        else:
            set_next_report(office, order, today)


def return_one_report(change: OrderChange) -> None:
    """A report of the time between is sent back; its office feeds back anew."""
    order, given = change.row, change.input
    assert change.actor is not None, "people review"
    report = order.reports.filter(pk=given.report_id or 0, review=None, is_final=False).first()
    if report is None:
        raise RuleViolation("这份反馈已经审核过，请刷新后核对。")
    ReportReview.objects.create(
        order=order, report=report, is_accepted=False, reason=given.reason.strip(),
        reviewed_by_id=change.actor.user_id,
    )  # fmt: skip
    report.office.next_report_on = again_by(timezone.localdate())
    report.office.save(update_fields=["next_report_on"])


def note_again_by(change: OrderChange) -> None:
    change.facts["again_by"] = again_by(timezone.localdate()).isoformat()
    report = change.row.reports.filter(pk=change.input.report_id or 0).first()
    if report is not None:
        change.facts["office"] = report.office.office.name


def note_ended(change: OrderChange) -> None:
    change.row.ended_on = timezone.localdate()


def note_figure(change: OrderChange) -> None:
    """What the metric says on closing is kept, so that whether it moved can be told for good."""
    found = figure_now(change.row)
    if found is not None:
        change.row.figure_closed = found.value
        change.facts["figure"] = found.value


# --- extension, instruction, lights -------------------------------------------------------------


def note_asked_day(change: OrderChange) -> None:
    assert change.input.new_due_on is not None, "checked by the machine"
    change.facts["old_due_on"] = change.row.due_on.isoformat()
    change.facts["new_due_on"] = change.input.new_due_on.isoformat()


def save_extension(change: OrderChange) -> None:
    order, given = change.row, change.input
    assert change.actor is not None and given.new_due_on is not None, "checked by the machine"
    order.extensions.create(
        old_due_on=order.due_on, new_due_on=given.new_due_on, reason=given.reason.strip(),
        asked_by_id=change.actor.user_id,
    )  # fmt: skip


def put_off(change: OrderChange) -> None:
    """The later day that was asked for holds from now on."""
    order, asked = change.row, open_extension(change.row)
    assert asked is not None, "guarded by the machine"
    change.facts |= {
        "old_due_on": order.due_on.isoformat(), "new_due_on": asked.new_due_on.isoformat(),
    }  # fmt: skip
    order.due_on = asked.new_due_on
    order.escalated_at = None
    recount(change)


def decide_extension(change: OrderChange) -> None:
    asked = open_extension(change.row)
    assert asked is not None and change.actor is not None, "guarded by the machine"
    asked.is_granted = change.transition.name == "grant_extension"
    asked.answer = change.input.reason.strip()
    asked.decided_by_id, asked.decided_at = change.actor.user_id, timezone.now()
    asked.save()


def note_instructed(change: OrderChange) -> None:
    change.row.instructed_at = timezone.now()


def save_instruction(change: OrderChange) -> None:
    assert change.actor is not None, "leaders instruct"
    Instruction.objects.create(
        order=change.row, text=change.input.reason.strip(), leader_id=change.actor.user_id
    )


def note_told(change: OrderChange) -> None:
    change.row.told = Light(change.transition.name.removeprefix("turn_"))


def note_escalated(change: OrderChange) -> None:
    change.row.escalated_at = timezone.now()
