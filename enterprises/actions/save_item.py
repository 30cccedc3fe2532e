"""Products, qualifications and research units of one's own enterprise."""

from collections.abc import Mapping

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from enterprises.actions.entry_values import EXPLAIN
from enterprises.models import Enterprise, Product, Qualification, ResearchUnit, YearlyReport
from enterprises.policies import may_edit
from enterprises.rules.plausibility import doubts_about_product, unexplained
from pages.stale import refuse_stale

ITEMS: dict[str, type[Product] | type[Qualification] | type[ResearchUnit]] = {
    "products": Product,
    "qualifications": Qualification,
    "units": ResearchUnit,
}
MOST_ITEMS = 200


def save_item(
    actor: Actor,
    kind: str,
    values: Mapping[str, object],
    pk: int | None = None,
    *,
    version: int | None = None,
) -> Product | Qualification | ResearchUnit:
    """Add an item of `kind` (a key of `ITEMS`), or change the one with `pk`.

    `version` is the one that the page showed. Raises `NotPermitted`, `RuleViolation` beyond 200
    items, `DoesNotExist` for a foreign one, and `StaleRecord`.
    """
    model = ITEMS[kind]
    with transaction.atomic():
        enterprise = _own(actor)
        own = model.objects.filter(organisation_id=enterprise.pk)
        if pk is None:
            if own.count() >= MOST_ITEMS:
                raise RuleViolation(f"最多登记 {MOST_ITEMS} 条。")
            item = model(organisation_id=enterprise.pk, district_id=enterprise.district_id)
        else:
            item = own.select_for_update(of=("self",)).get(pk=pk)
            refuse_stale(item, version)
            item.version += 1
        for name, value in values.items():
            setattr(item, name, value)
        if isinstance(item, Product):
            if item.launched_on is not None:
                item.launched_year = item.launched_on.year
            refuse(doubts_in_product(item, enterprise))
        item.save()
    return item


def doubts_in_product(item: Product, enterprise: Enterprise) -> dict[str, str]:
    """What is asked about a product's figures, by field; nothing once they are explained."""
    last = (
        YearlyReport.objects.filter(organisation_id=item.organisation_id)
        .exclude(revenue=None)
        .order_by("-year")
        .first()
    )
    revenue = last.revenue if last else enterprise.revenue
    asked = doubts_about_product(item.sales, item.market_share, revenue)
    return {
        name: f"{text}{EXPLAIN}" for name, text in unexplained(asked, item.figures_note).items()
    }


def delete_item(actor: Actor, kind: str, pk: int) -> str:
    """Remove an item; returns its name. Raises like `save_item`."""
    with transaction.atomic():
        enterprise = _own(actor)
        item = ITEMS[kind].objects.get(organisation_id=enterprise.pk, pk=pk)
        name = str(item)
        item.delete()
    return name


def _own(actor: Actor) -> Enterprise:
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=actor.organisation_id)
    if not may_edit(actor, enterprise):
        raise NotPermitted("只有企业自己的人员可以修改企业资料。")
    return enterprise
