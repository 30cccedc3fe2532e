"""Drawing paid claims for a re-check."""

import secrets
from decimal import Decimal

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from financing.models import Recheck, RecheckSample
from financing.subsidies.review.budget import paid_claims
from financing.subsidies.review.sampling import Paid, draw

EARLIEST = 2000


def draw_sample(
    actor: Actor,
    *,
    year: int,
    scheme_id: int | None,
    percent: int,
    large_from: Decimal,
    seed: str = "",
) -> RecheckSample:
    """Draw from what was paid in the year; pool and seed are kept, so that it can be drawn again.

    Raises `NotPermitted`, and `RuleViolation` by field or where nothing was paid.
    """
    if not actor.is_city:
        raise NotPermitted("由市级经办人组织抽查。")
    problems = {}
    if not 1 <= percent <= 100:
        problems["percent"] = "比例在 1 到 100 之间。"
    if large_from <= 0:
        problems["large_from"] = "大额标准应大于 0。"
    if year < EARLIEST:
        problems["year"] = "请填写年度。"
    refuse(problems)
    with transaction.atomic():
        claims = {claim.pk: (claim, paid) for claim, paid in paid_claims(year, scheme_id)}
        pool = [Paid(pk, paid) for pk, (_, paid) in claims.items()]
        if not pool:
            raise RuleViolation("这个范围内没有已付的申报。")
        seed = seed or secrets.token_hex(8)
        drawn = draw(pool, percent=percent, large_from=large_from, seed=seed)
        sample = RecheckSample.objects.create(
            year=year,
            scheme_id=scheme_id,
            seed=seed,
            percent=percent,
            large_from=large_from,
            pool=[[one.claim_id, str(one.amount)] for one in pool],
            drawn_by_id=actor.user_id,
        )
        large = set(drawn.large)
        Recheck.objects.bulk_create(
            Recheck(
                **claims[pk][0].home,
                sample=sample,
                claim=claims[pk][0],
                is_large=pk in large,
                paid=claims[pk][1],
            )
            for pk in drawn.all
        )
        return sample


def is_repeatable(sample: RecheckSample) -> bool:
    """Whether drawing again from the kept pool and seed gives the same claims."""
    pool = [Paid(int(pk), Decimal(amount)) for pk, amount in sample.pool]
    again = draw(pool, percent=sample.percent, large_from=sample.large_from, seed=sample.seed)
    return set(again.all) == set(sample.items.values_list("claim_id", flat=True))
