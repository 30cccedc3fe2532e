"""The interface by which banks report the credit they gave."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict

from django.db.models import F, Q
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from financing.doubts import for_programs
from financing.feedback.actions.report_credit import (
    CREATED,
    MOST_LINES,
    REJECTED,
    UNCHANGED,
    UPDATED,
    LineResult,
    report_credits,
)
from financing.feedback.actions.void_credit import void_credit
from financing.feedback.shape import FIELDS, REFERENCE, FeedbackItem
from financing.json_values import plain
from financing.line.api.bank_view import BankView, described, json_answer
from financing.line.api.idempotency import KEY, answered_once
from financing.line.api.pages import page_of
from financing.line.api.serializers import (
    CreditsQuery,
    CreditsSerializer,
    ReportedCreditSerializer,
    Shape,
    Strict,
    VoidSerializer,
)
from financing.line.api.strict_json import StrictJson
from financing.models import ClientScope, CreditFeedback
from financing.models.usage import Operation

REPLAYED = "Idempotent-Replayed"
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    location="header",
    required=True,
    pattern=KEY,
    description="每次请求自拟；网络中断后用同一键重发，不会重复入库，得到同样的结果",
)
REPLAYED_TOLD = OpenApiParameter(
    REPLAYED, location="header", response=[200], description="true 表示是同一键的重发，没有再次入库"
)
REFERENCE_IN_PATH = OpenApiParameter(
    "reference", location="path", pattern=REFERENCE, description="银行业务编号"
)
EXAMPLE = {
    "reference": "QD2026-000123",
    "credit_code": "91370212MA3C000017",
    "state": "paid_out",
    "contacted_on": "2026-10-08",
    "credit_line": "500.00",
    "guarantee": "credit",
    "rate": "3.450",
    "paid_out": "300.00",
    "paid_out_on": "2026-10-20",
    "due_on": "2027-10-19",
    "balance": "300.00",
    "is_first_loan": True,
    "renewal": "none",
    "is_overdue": False,
}


@extend_schema_field(FeedbackItem)
class LineField(serializers.Field):
    """A line, whatever it is: one that is wrong is refused by itself, with what is wrong."""

    def run_validation(self, data: object = None) -> object:
        return data

    def to_representation(self, value: object) -> object:
        return value


class BatchSerializer(Strict):
    items = serializers.ListField(
        child=LineField(), min_length=1, max_length=MOST_LINES,
        help_text=f"每行一笔，最多 {MOST_LINES} 行；有错的行单独退回，其他行照常入库",
    )  # fmt: skip


class LineResultSerializer(Shape):
    index = serializers.IntegerField(help_text="在 items 中的位置，从 0 起")
    reference = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(
        [(CREATED, "新增"), (UPDATED, "更新"), (UNCHANGED, "没有变化"), (REJECTED, "退回")]
    )
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(), help_text="字段 → 原因，退回的行才有"
    )


class BatchResultSerializer(Shape):
    accepted = serializers.IntegerField()
    rejected = serializers.IntegerField()
    results = LineResultSerializer(many=True)


class FeedbackView(BankView):
    """Reporting up to five thousand credits at once, and reading what was reported."""

    required_scope = str(ClientScope.FEEDBACK)
    http_method_names = ("get", "head", "post")
    parser_classes = (StrictJson,)
    query = CreditsQuery

    @property
    def operation(self) -> Operation:  # type: ignore[override]  # of the method
        return Operation.REPORT if self.request.method == "POST" else Operation.REPORTED

    @described(
        CreditsSerializer,
        404,
        operation_id="reported_credits",
        summary="已反馈的授信",
        description="按首次反馈的次序分页；用来对账，或在丢失应答后核对。作废的也在其中，"
        "voided_at 不为 null；changed_since 也找出这一时刻以来作废的。",
        parameters=[CreditsQuery],
        tags=["feedback"],
    )
    def get(self, request: Request) -> HttpResponse:
        query, bank = self.asked(request), self.actor.organisation_id
        rows = CreditFeedback.with_voided.filter(bank_id=bank).select_related("demand")
        if state := query.get("state"):
            rows = rows.filter(state=state)
        if since := query.get("changed_since"):
            rows = rows.filter(Q(reported_at__gte=since) | Q(voided_at__gte=since))
        head, found = page_of(rows, query, bank, "feedback")
        return json_answer(json.dumps({**head, "items": [as_reported(row) for row in found]}))

    @described(
        BatchResultSerializer,
        409,
        411,
        413,
        415,
        operation_id="report_credits",
        summary="反馈授信情况",
        request={"application/json": BatchSerializer},
        parameters=[IDEMPOTENCY_KEY, REPLAYED_TOLD],
        tags=["feedback"],
        examples=[OpenApiExample("一笔贷款", {"items": [EXAMPLE]}, request_only=True)],
    )
    def post(self, request: Request) -> HttpResponse:
        body = request._request.body  # before the library reads it
        batch = BatchSerializer(data=request.data)
        batch.is_valid(raise_exception=True)

        def answer() -> str:
            lines = batch.validated_data["items"]
            results = report_credits(self.actor, lines, self.client_name)
            rejected = sum(one.status == REJECTED for one in results)
            told = {
                "accepted": len(results) - rejected,
                "rejected": rejected,
                "results": [_told(one) for one in results],
            }
            return json.dumps(told)

        return _once(self, request, body, answer)


def _once(view: BankView, request: Request, sent: bytes, answer: Callable[[], str]) -> HttpResponse:
    """What `answer` gives, or what the first request under the key of this one was given; `sent`
    is what a repetition must be the same in."""
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(KEY, key):
        wanted = "请在 Idempotency-Key 请求头里给出 8 到 64 个字母、数字、- 或 _。"
        raise serializers.ValidationError({"Idempotency-Key": [wanted]})
    text, is_repeated = answered_once(view.actor, view.caller, key, sent, answer)
    response = json_answer(text)
    response[REPLAYED] = "true" if is_repeated else "false"
    return response


def _told(result: LineResult) -> dict[str, object]:
    errors = {name: for_programs(text) for name, text in result.errors.items()}
    return {**asdict(result), "errors": errors}


class CreditView(BankView):
    """One credit as the bank last reported it; one that was voided, where none stands instead."""

    operation = Operation.REPORTED

    required_scope = str(ClientScope.FEEDBACK)

    @described(
        ReportedCreditSerializer,
        404,
        operation_id="reported_credit",
        summary="查询已反馈的一笔",
        parameters=[REFERENCE_IN_PATH],
        tags=["feedback"],
    )
    def get(self, request: Request, reference: str) -> HttpResponse:
        rows = CreditFeedback.with_voided.select_related("demand")
        found = rows.filter(bank_id=self.actor.organisation_id, reference=reference)
        row = found.order_by(F("voided_at").desc(nulls_first=True)).first()
        if row is None:
            raise NotFound("没有这条记录。")
        return json_answer(json.dumps(as_reported(row)))


class VoidView(BankView):
    """Voiding one credit that was reported by mistake."""

    operation = Operation.REPORT
    required_scope = str(ClientScope.FEEDBACK)
    http_method_names = ("post",)
    parser_classes = (StrictJson,)

    @described(
        ReportedCreditSerializer,
        404,
        409,
        411,
        413,
        415,
        operation_id="void_credit",
        summary="作废误报的一笔",
        description="记录保留，不再计入，企业会收到通知；之后可以用同一编号重新反馈。"
        "已被别的贷款续贷的不能作废。",
        request={"application/json": VoidSerializer},
        parameters=[REFERENCE_IN_PATH, IDEMPOTENCY_KEY, REPLAYED_TOLD],
        tags=["feedback"],
    )
    def post(self, request: Request, reference: str) -> HttpResponse:
        sent = f"void {reference} ".encode() + request._request.body
        said = VoidSerializer(data=request.data)
        said.is_valid(raise_exception=True)

        def answer() -> str:
            reason = said.validated_data["reason"]
            row = void_credit(self.actor, reference, reason, self.client_name)
            return json.dumps(as_reported(row))

        return _once(self, request, sent, answer)


REPORTED = tuple(name for name in FIELDS if name != "demand")
ALSO = (
    "enterprise_name", "first_reported_at", "reported_at", "reported_by", "voided_at", "voided_by",
    "void_reason",
)  # fmt: skip


def as_reported(row: CreditFeedback) -> dict[str, object]:
    """A credit as the interface gives it back."""
    values = {name: plain(getattr(row, name)) for name in (*REPORTED, *ALSO)}
    return {**values, "demand": row.demand.number if row.demand else None}
