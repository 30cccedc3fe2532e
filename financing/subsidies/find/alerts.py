"""Being told of money (订阅提醒): asking for it, leaving, what is told each night, once each."""

from django.db import transaction
from django.urls import reverse

from accounts.actors import actor_of_membership, home_of
from accounts.errors import NotPermitted
from accounts.models import Membership
from accounts.notifications import Kind, notify
from accounts.tenancy import Actor, acting_as, system_scope
from financing.models import MoneyAlert
from financing.money import wan
from financing.subsidies.find.offer import FoundMoney, Offer
from financing.subsidies.find.offers import find_money
from pages.moments import until

AHEAD = (15, 5)  # days before the end of a window (示例)
ONLY_STAFF = "只有企业的填报人可以订阅。"


def ask_to_be_told(actor: Actor) -> MoneyAlert:
    """Tell the actor of money from now on; what is within reach now is taken as seen. Repeatable.
    Raises `NotPermitted`."""
    if not actor.is_enterprise:
        raise NotPermitted(ONLY_STAFF)
    with transaction.atomic():
        seen = [one.call.batch.pk for one in _within_reach(find_money(actor))]
        alert, _ = MoneyAlert.objects.get_or_create(
            organisation_id=actor.organisation_id,
            user_id=actor.user_id,
            defaults={**home_of(actor), "seen": seen},
        )
        return alert


def be_told_no_more(actor: Actor) -> None:
    """Leave. Repeatable. Raises `NotPermitted`."""
    if not actor.is_enterprise:
        raise NotPermitted(ONLY_STAFF)
    MoneyAlert.objects.filter(organisation_id=actor.organisation_id, user_id=actor.user_id).delete()


def tell_everybody() -> int:
    """Look at what each subscriber's enterprise can get today (local), and tell what is new or
    ends soon. Returns how many were looked at. Repeatable: one notification for each thing."""
    with system_scope(reason="tell enterprises of money"):
        rows = list(MoneyAlert.objects.order_by("organisation_id", "id"))
        members = {
            (organisation_id, user_id): pk
            for organisation_id, user_id, pk in Membership.objects.working()
            .filter(user__in={one.user_id for one in rows}, user__is_active=True)
            .values_list("organisation_id", "user_id", "pk")
        }
    looked_at = 0
    for alert in rows:
        member = members.get((alert.organisation_id, alert.user_id))
        if member is None:
            continue
        actor = actor_of_membership(member)
        with acting_as(actor):
            tell(actor, alert)
        looked_at += 1
    return looked_at


def tell(actor: Actor, alert: MoneyAlert) -> None:
    """Tell one subscriber."""
    found = find_money(actor)
    reach = _within_reach(found)
    for offer in reach:
        batch = offer.call.batch
        if batch.pk not in alert.seen:
            _notify(actor, offer, f"可以申请：{offer.name}", _what(offer), f"money:{batch.pk}:new")
        ahead = next((days for days in sorted(AHEAD) if offer.call.call.days_left <= days), None)
        if ahead is not None and offer.running is None:
            title = f"“{offer.name}”还剩 {offer.call.call.days_left} 天截止"
            key = f"money:{batch.pk}:{batch.closes_at:%Y%m%d}:{ahead}"
            _notify(actor, offer, title, _what(offer), key)
    seen = sorted({*alert.seen, *(one.call.batch.pk for one in reach)})
    if seen != alert.seen:
        alert.seen = seen
        alert.save(update_fields=["seen"])


def _within_reach(found: FoundMoney) -> list[Offer]:
    return [*found.gettable, *found.near]


def _what(offer: Offer) -> str:
    amount = f"预计 {wan(offer.amount)} 万元，" if offer.counts else ""
    lacks = f"还差：{'、'.join(one.label for one in offer.lacks)}。" if offer.lacks else ""
    return f"{amount}{until(offer.call.batch.closes_at)} 截止。{lacks}"


def _notify(actor: Actor, offer: Offer, title: str, body: str, key: str) -> None:
    notify(
        [actor.user_id], title=title, body=body,
        link=f"{reverse('financing:find_money')}#offer-{offer.call.batch.pk}",
        dedupe_key=f"{key}:{actor.organisation_id}", kind=Kind.OPENINGS,
    )  # fmt: skip
