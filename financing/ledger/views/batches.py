"""The page of a payment batch, its files out and in, and what is done about exceptions."""

from collections.abc import Iterator
from decimal import Decimal

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import ActorRequest
from accounts.tenancy import Actor, scoped_stream
from accounts.views.access import for_duties
from audit.trail import record_export
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import stream_workbook
from financing.ledger import batch_page
from financing.ledger.actions.clear_exception import BY_NAME, clear_exception, ways_for
from financing.ledger.actions.explain_unknown import explain_unknown
from financing.ledger.actions.import_receipts import Reconciliation, import_receipts
from financing.ledger.actions.make_batch import remove_from_batch
from financing.ledger.batch_checks import orders_of, unknown_open
from financing.ledger.batch_machine import MACHINE
from financing.ledger.files import HASHED, ORDER_HEADINGS, order_rows, order_text
from financing.ledger.forms import BureauActForm, NoteForm, ReceiptsForm
from financing.ledger.keepers import keeps
from financing.ledger.positions import position
from financing.ledger.reconciling import UNKNOWN, WORDS
from financing.ledger.stack import stack_html
from financing.ledger.views.acting import KEEPERS, READERS, act, sheets
from financing.models import PaymentBatch, PaymentOrder, ReceiptFile, ReceiptRow
from financing.whitelist.forms import ActForm
from pages.acts import attempt, page_with_form

State = PaymentBatch.State
SENT = (State.SENT, State.RECONCILING, State.CLOSED)
MOST_SHOWN = 50
ANSWER = "银行答复的文号和内容"


@for_duties(*READERS)
@require_GET
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """One batch: who did what, what the bank said, what is to be done."""
    return _page(request, pk)


def _batch(pk: int) -> PaymentBatch:
    rows = PaymentBatch.objects.select_related("fund_year__fund", "made_by", "released_by")
    return rows.get(pk=pk)


def _page(
    request: ActorRequest,
    pk: int,
    *,
    act_form: ActForm | None = None,
    receipts: ReceiptsForm | None = None,
    note: NoteForm | None = None,
    noted: tuple[int, str] = (0, ""),
    strange: NoteForm | None = None,
) -> HttpResponse:
    row = _batch(pk)
    asks = may_explain(request.actor, row)
    figures = batch_page.figures_of(row)
    orders = PaymentOrder.objects.filter(batch=row).select_related("payable", "account")
    may = keeps(request.actor, row.district_id)
    now = position(row.fund_year)
    context = {
        "batch": row,
        "tone": MACHINE.tone_of(row.state),
        "figures": figures,
        "heading": batch_page.heading_of(row, figures),
        "trouble": _trouble(orders, may and row.state == State.RECONCILING, note, noted),
        "fine": orders.filter(finding=PaymentOrder.Finding.MATCHED)[:MOST_SHOWN],
        "listed": orders[:MOST_SHOWN] if row.state not in SENT else (),
        "steps": _steps(row),
        "reconciliation": batch_page.reconciliation(row) if row.state in SENT else (),
        "events": batch_page.events_of(row),
        "position": now,
        "by_account": batch_page.changes_by_account(row),
        "stack": stack_html(now),
        "files": ReceiptFile.objects.filter(batch=row).select_related("imported_by"),
        "unknown": ReceiptRow.objects.filter(file__batch=row, finding=UNKNOWN),
        "explain_form": (strange or NoteForm(ANSWER, prefix="unknown")) if asks else None,
        "hashed": HASHED,
        "acts": sheets(MACHINE, request.actor, row, "financing:batch_act", act_form, BureauActForm),
        "receipts": receipts or ReceiptsForm() if _takes(row, may) else None,
        "may_change": may and row.state == State.DRAFT,
        "is_sent": row.state in SENT,
        "may_download": may,
        "moved": sum((one.amount for one in batch_page.events_of(row)), Decimal(0)),
        "history": MACHINE.history(row),
    }
    used = [one for one in (act_form, receipts, note, strange) if one is not None]
    return page_with_form(request, "financing/ledger/batch.html", context, *used)


def may_explain(actor: Actor, row: PaymentBatch) -> bool:
    """Whether the reader may note what the bank answered about strange vouchers."""
    waits = row.state == State.RECONCILING and unknown_open(row) > 0
    return waits and keeps(actor, row.district_id)


def _takes(row: PaymentBatch, may: bool) -> bool:
    return may and row.state in SENT


def _trouble(
    orders: QuerySet[PaymentOrder], may: bool, refused: NoteForm | None, noted: tuple[int, str]
) -> list[dict[str, object]]:
    """The orders that were not paid as asked, each with the acts that clear it."""
    found = []
    for order in orders.exclude(finding__in=("", PaymentOrder.Finding.MATCHED)):
        ways = [
            {
                "way": way,
                "form": refused
                if refused is not None and noted == (order.pk, way.name)
                else NoteForm(way.asks, prefix=f"{way.name}_{order.pk}"),
                "url": reverse("financing:order_clear", args=[order.pk, way.name]),
            }
            for way in (ways_for(order) if may else [])
        ]
        found.append({"order": order, "ways": ways})
    return found


def _steps(row: PaymentBatch) -> list[dict[str, object]]:
    """The two persons' way, each step with who and when; the one that is next is marked."""
    events = {one.transition: one for one in row.events.select_related("user").order_by("id")}
    names = (
        ("submit", "制单"), ("release", "放行"), ("send", "送银行"), ("receive", "对账"),
        ("close", "关闭"),
    )  # fmt: skip
    order = (State.DRAFT, State.MADE, State.RELEASED, State.SENT, State.RECONCILING, State.CLOSED)
    reached = order.index(State(row.state)) if row.state in order else -1
    steps: list[dict[str, object]] = []
    for place, (name, label) in enumerate(names):
        # Reconciling goes on until the batch is closed.
        done = reached > place + (name == "receive")
        is_now = not done and (reached == place or (name == "receive" and reached == place + 1))
        event = events.get(name) if done or name == "receive" else None
        css = "done" if done else "now" if is_now else ""
        steps.append({"label": label, "event": event, "css": css})
    return steps


@for_duties(*KEEPERS)
@require_POST
def batch_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Submit, release, give back, send, close or cancel a batch."""
    PaymentBatch.objects.only("pk").get(pk=pk)
    return act(
        request, MACHINE, pk, name, reverse("financing:batch", args=[pk]),
        lambda form: _page(request, pk, act_form=form), BureauActForm,
    )  # fmt: skip


@for_duties(*KEEPERS)
@require_POST
def order_remove(request: ActorRequest, pk: int, order_id: int) -> HttpResponse:
    """Take an order out of a batch that is being made."""
    attempt(
        request, lambda: remove_from_batch(request.actor, pk, order_id),
        done="已移出批次，款项仍为应付。",
    )  # fmt: skip
    return redirect("financing:batch", pk)


@for_duties(*KEEPERS)
@require_POST
def order_clear(request: ActorRequest, order_id: int, name: str) -> HttpResponse:
    """What is done about an order that was not paid as asked."""
    order = PaymentOrder.objects.visible_to(request.actor).get(pk=order_id)
    way = BY_NAME.get(name)
    if way is None:
        raise Http404
    form = NoteForm(way.asks, request.POST, prefix=f"{name}_{order_id}")
    tried = attempt(
        request,
        lambda: clear_exception(request.actor, order_id, name, form.cleaned_data["note"]),
        form=form,
        done=way.done,
    )
    if tried:
        return redirect("financing:batch", order.batch_id)
    return _page(request, order.batch_id, note=form, noted=(order_id, name))


@for_duties(*KEEPERS)
@require_POST
def receipts(request: ActorRequest, pk: int) -> HttpResponse:
    """Take in a file of the bank's receipts."""
    PaymentBatch.objects.only("pk").get(pk=pk)
    form = ReceiptsForm(request.POST, request.FILES)
    made = attempt(
        request, lambda: import_receipts(request.actor, pk, form.cleaned_data["file"]), form=form
    )
    if made.value is None and not made.is_stale:
        return _page(request, pk, receipts=form)
    if made.value is not None:
        _tell(request, made.value)
    return redirect("financing:batch", pk)


@for_duties(*KEEPERS)
@require_POST
def unknown(request: ActorRequest, pk: int) -> HttpResponse:
    """Note what the bank answered about receipts of no voucher of the batch."""
    PaymentBatch.objects.only("pk").get(pk=pk)
    form = NoteForm(ANSWER, request.POST, prefix="unknown")
    tried = attempt(
        request,
        lambda: explain_unknown(request.actor, pk, form.cleaned_data["note"]),
        form=form,
        done="已记下银行的答复。",
    )
    if tried:
        return redirect("financing:batch", pk)
    return _page(request, pk, strange=form)


def _tell(request: ActorRequest, done: Reconciliation) -> None:
    if done.is_again:
        when = timezone.localtime(done.file.imported_at)
        messages.info(request, f"这份回单已于 {when:%m-%d %H:%M} 导入过，没有重复记账。")
        return
    said = "，".join(f"{WORDS[name]} {count} 笔" for name, count in done.counts.items() if count)
    messages.success(request, f"回单 {done.file.rows} 行：{said}。")


@for_duties(*KEEPERS)
@require_GET
def batch_file(request: ActorRequest, pk: int, form: str) -> HttpResponseBase:
    """The file for the bank, with the accounts in full: text with bars, or a workbook. Always the
    same once the batch is sent; taking it is on record."""
    row = _batch(pk)
    if form not in ("txt", "xlsx") or row.state not in SENT or not keeps(
        request.actor, row.district_id
    ):  # fmt: skip
        raise Http404
    chosen = PaymentOrder.objects.filter(batch=row)
    record_export(request.actor, "enterprise", chosen, f"支付批次 {row.number} 支付文件：账号")
    name = f"payment-{row.number}"
    if form == "xlsx":

        def workbook() -> Iterator[bytes]:
            return stream_workbook("支付", ORDER_HEADINGS, order_rows(row, orders_of(row)))

        return workbook_answer(request.actor, name, workbook)

    def lines() -> Iterator[str]:
        return order_text(row, orders_of(row))

    answer = StreamingHttpResponse(
        scoped_stream(request.actor, lines), content_type="text/plain; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return answer
