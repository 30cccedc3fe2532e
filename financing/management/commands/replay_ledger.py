"""Compute the ledger again from its entries; fails where a balance disagrees."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy import system_scope
from financing.ledger.replaying import replay
from financing.models import FundYear


class Command(BaseCommand):
    help = "Add up the ledger anew and compare it with the balances that are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        with system_scope(reason="replay the ledger"):
            years = list(FundYear.objects.select_related("fund").order_by("year", "fund_id"))
            for one in replay(years):
                said = "；".join(one.wrong) or "一致"
                wrong += bool(one.wrong)
                self.stdout.write(f"{one.year}：{one.entries} 条分录，{said}")
        if wrong:
            raise CommandError(f"{wrong} 个资金年度不一致")
