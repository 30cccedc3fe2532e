"""Loan demands in the interface: what a message on one speaks of, and what was missed."""

import json
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from financing.demands.numbers import demand_id
from financing.feedback.shape import DEMAND
from financing.json_values import plain
from financing.line.api.bank_view import BankView, described, json_answer
from financing.line.api.pages import page_of
from financing.line.api.serializers import DemandSerializer, DemandsQuery, DemandsSerializer
from financing.models import ClientScope, DemandHandling
from financing.models.usage import Operation

NUMBER = OpenApiParameter("number", location="path", pattern=DEMAND, description="融资需求编号")
OF_DEMAND = (
    "number", "credit_code", "enterprise_name", "amount", "term_months", "purpose", "explanation",
    "guarantees", "highest_rate", "needed_by", "contact_name", "contact_phone",
)  # fmt: skip
OF_HANDLING = ("state", "sent_at", "changed_at", "due_on", "decided_at", "declined_because")


class DemandView(BankView):
    """What every view of demands shares."""

    operation = Operation.DEMANDS
    required_scope = str(ClientScope.DEMANDS)

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = DemandHandling.objects.filter(bank_id=self.actor.organisation_id)
        last = Coalesce(Max("events__at"), "sent_at")
        return rows.annotate(changed_at=Greatest("sent_at", last)).select_related(
            "demand__renews", "district"
        )


class DemandsView(DemandView):
    """The demands that were put to the bank."""

    query = DemandsQuery

    @described(
        DemandsSerializer,
        404,
        operation_id="loan_demands",
        summary="送达贵行的融资需求",
        description="按送达的次序分页。丢失变化通知后，用 changed_since 补取。",
        parameters=[DemandsQuery],
        tags=["demands"],
    )
    def get(self, request: Request) -> HttpResponse:
        query, rows = self.asked(request), self.rows()
        if state := query.get("state"):
            rows = rows.filter(state=state)
        if since := query.get("changed_since"):
            rows = rows.filter(changed_at__gte=since)
        head, found = page_of(rows, query, self.actor.organisation_id, "demands")
        return json_answer(json.dumps({**head, "demands": [as_sent(row) for row in found]}))


class OneDemandView(DemandView):
    """One demand that was put to the bank."""

    @described(
        DemandSerializer,
        404,
        operation_id="loan_demand",
        summary="一项融资需求",
        description="变化通知 demand.changed 里的 demand 就是这里的编号。",
        parameters=[NUMBER],
        tags=["demands"],
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        row = self.rows().filter(demand_id=demand_id(number)).first()
        if row is None or row.demand.number != number.upper():
            raise NotFound("没有送达贵行的这项融资需求。")
        return json_answer(json.dumps(as_sent(row)))


def as_sent(row: Any) -> dict[str, object]:
    """A demand and its handling as the interface gives them."""
    demand = row.demand
    return {
        **{name: plain(getattr(demand, name)) for name in OF_DEMAND},
        **{name: plain(getattr(row, name)) for name in OF_HANDLING},
        "handling": row.pk,
        "district": row.district.name,
        "renews": demand.renews.reference if demand.renews else None,
    }
