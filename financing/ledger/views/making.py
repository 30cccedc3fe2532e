"""Making a batch of what was chosen in the list of payables."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.errors import RuleViolation
from accounts.requests import ActorRequest
from financing.ledger.actions.make_batch import make_batch
from financing.models import PaymentBatch
from pages.acts import attempt


def make_from_list(request: ActorRequest, rows: QuerySet[Any]) -> HttpResponseBase:
    """The chosen payables must be those of one year of one fund."""
    chosen = dict(rows.values_list("pk", "fund_year_id"))

    def make() -> PaymentBatch:
        if len(set(chosen.values())) != 1:
            raise RuleViolation("一个批次只能是同一资金、同一年度的款项，请筛选后分别制单。")
        return make_batch(request.actor, next(iter(chosen.values())), chosen)

    made = attempt(request, make, done=lambda batch: f"已制成支付批次 {batch.number}，请提交放行。")
    if made.value is None:
        return redirect("financing:payables")
    return redirect("financing:batch", made.value.pk)
