"""Products, qualifications, research units and shareholders of one's own enterprise."""

from collections.abc import Mapping
from typing import TypeAlias

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.tenancy import Actor
from enterprises.actions.entry_values import EXPLAIN
from enterprises.models import (
    Enterprise,
    Product,
    Qualification,
    ResearchUnit,
    Shareholder,
    YearlyReport,
)
from enterprises.models.shareholder import identity_of
from enterprises.policies import may_edit
from enterprises.rules.holdings import share_problem
from enterprises.rules.plausibility import doubts_about_product, unexplained
from pages.stale import refuse_stale

Item: TypeAlias = Product | Qualification | ResearchUnit | Shareholder
ITEMS: dict[str, type[Item]] = {
    "products": Product,
    "qualifications": Qualification,
    "units": ResearchUnit,
    "shareholders": Shareholder,
}
MOST_ITEMS = 200


def save_item(
    actor: Actor,
    kind: str,
    values: Mapping[str, object],
    pk: int | None = None,
    *,
    version: int | None = None,
) -> Item:
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
        if isinstance(item, Shareholder):
            refuse(wrong_with_shareholder(item, enterprise))
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


def wrong_with_shareholder(item: Shareholder, enterprise: Enterprise) -> dict[str, str]:
    """What cannot be so beside the other shareholders, by field."""
    found = {}
    if item.kind == Shareholder.Kind.ENTERPRISE and item.credit_code == enterprise.credit_code:
        found["credit_code"] = "企业不能登记为自己的股东，请核对代码。"
    others = Shareholder.objects.filter(organisation_id=enterprise.pk).exclude(pk=item.pk)
    identity = identity_of(item.kind, item.name, item.credit_code)
    if others.filter(identity=identity, id_tail=item.id_tail).exists():
        found["name"] = "这位股东已经登记过，请修改原来的一条；同名的两人请填证件号码后四位。"
    if problem := share_problem(item.percent, others.values_list("percent", flat=True)):
        found["percent"] = problem
    return found


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
