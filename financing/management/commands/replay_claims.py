"""Compute every claim that was granted money again; fails where a sum or an amount disagrees."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy import system_scope
from financing.ledger.replaying import replay
from financing.models import FundYear
from financing.subsidies.replaying import decided_claims, replay_claims

CHUNK = 500


class Command(BaseCommand):
    help = "Work every granted claim out anew by its kept version and lines, and compare."

    def handle(self, *args: Any, **options: Any) -> None:
        number = wrong = last = 0
        with system_scope(reason="replay the claims"):
            while claims := list(decided_claims().filter(pk__gt=last)[:CHUNK]):
                last = claims[-1].pk
                for one in replay_claims(claims):
                    number += 1
                    if one.wrong:
                        wrong += 1
                        case = one.claim.application
                        self.stdout.write(f"{case.number} {case}：{'；'.join(one.wrong)}")
            years = list(FundYear.objects.select_related("fund"))
            broken = [one for one in replay(years) if one.wrong]
        for year in broken:
            self.stdout.write(f"{year.year}：{'；'.join(year.wrong)}")
        self.stdout.write(f"重算 {number} 件资金申报、{len(years)} 个资金年度")
        if wrong or broken:
            raise CommandError(f"{wrong} 件申报、{len(broken)} 个资金年度不一致")
