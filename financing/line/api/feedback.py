"""The interface by which banks report the credit they gave."""

import json
import re
from dataclasses import asdict

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from financing.feedback.actions.report_credit import (
    CREATED,
    MOST_LINES,
    REJECTED,
    UNCHANGED,
    UPDATED,
    report_credits,
)
from financing.feedback.shape import FIELDS, REFERENCE, FeedbackItem
from financing.line.api.idempotency import KEY, answered_once
from financing.line.api.serializers import Shape
from financing.line.api.strict_json import StrictJson
from financing.line.api.views import BankView, described, json_answer
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


@extend_schema_field({"anyOf": [{"$ref": "#/components/schemas/FeedbackItem"}, {}]})
class LineField(serializers.Field):
    """A line, whatever it is: one that is wrong is refused by itself, with what is wrong."""

    def to_internal_value(self, data: object) -> object:
        return data

    def to_representation(self, value: object) -> object:
        return value


class BatchSerializer(Shape):
    items = serializers.ListField(
        child=LineField(allow_null=True), min_length=1, max_length=MOST_LINES,
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
    """Reporting up to five thousand credits at once."""

    operation = Operation.REPORT

    required_scope = str(ClientScope.FEEDBACK)
    http_method_names = ("post",)
    parser_classes = (StrictJson,)

    @described(
        BatchResultSerializer,
        400,
        409,
        415,
        operation_id="report_credits",
        summary="反馈授信情况",
        request={"application/json": BatchSerializer},
        parameters=[IDEMPOTENCY_KEY],
        tags=["feedback"],
        examples=[OpenApiExample("一笔贷款", {"items": [EXAMPLE]}, request_only=True)],
    )
    def post(self, request: Request) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not re.fullmatch(KEY, key):
            wanted = "请在 Idempotency-Key 请求头里给出 8 到 64 个字母、数字、- 或 _。"
            raise serializers.ValidationError({"Idempotency-Key": [wanted]})
        body = request._request.body
        batch = BatchSerializer(data=request.data)
        batch.is_valid(raise_exception=True)

        def answer() -> str:
            lines = batch.validated_data["items"]
            results = report_credits(self.actor, lines, self.client_name)
            rejected = sum(one.status == REJECTED for one in results)
            told = {
                "accepted": len(results) - rejected,
                "rejected": rejected,
                "results": [asdict(one) for one in results],
            }
            return json.dumps(told)

        text, is_repeated = answered_once(self.actor, self.caller, key, body, answer)
        response = json_answer(text)
        response[REPLAYED] = "true" if is_repeated else "false"
        return response


class CreditView(BankView):
    """One credit as the bank last reported it."""

    operation = Operation.REPORTED

    required_scope = str(ClientScope.FEEDBACK)

    @described(
        FeedbackItem,
        404,
        operation_id="reported_credit",
        summary="查询已反馈的一笔",
        parameters=[REFERENCE_IN_PATH],
        tags=["feedback"],
    )
    def get(self, request: Request, reference: str) -> HttpResponse:
        row = CreditFeedback.objects.get(bank_id=self.actor.organisation_id, reference=reference)
        values = {name: getattr(row, name) for name in FIELDS}
        return json_answer(json.dumps(FeedbackItem(values).data))
