"""What districts recommend of a batch: their quotas, and the order in which they recommend."""

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.errors import RuleViolation
from accounts.tenancy import Actor
from procedures.models import Application, Batch, DistrictQuota
from procedures.models.application import State

# Once the city has decided, the order has done its work.
UNDECIDED = (State.CITY_REVIEW, State.EXPERT_REVIEW, State.RETURNED)


def recommended(batch_id: int, district_id: int) -> int:
    """How many cases of the batch the district has recommended; withdrawn ones give their place
    back, declined ones do not."""
    return recommended_by_district(batch_id, district_id=district_id).get(district_id, 0)


def recommended_by_district(batch_id: int, **only: int) -> dict[int, int]:
    """District -> how many cases of the batch it has recommended."""
    counted = _keeping_their_places(batch_id, **only).values_list("district_id")
    return dict(counted.annotate(number=Count("id")))


def _keeping_their_places(batch_id: int, **only: int) -> QuerySet[Application]:
    rows = Application.objects.filter(batch_id=batch_id, **only).exclude(recommended_rank=None)
    return rows.exclude(state=State.WITHDRAWN)


def batches_to_order(actor: Actor) -> list[Batch]:
    """The batches in which two or more recommendations of a district wait for the city, which are
    those that its list puts into order, each with their `number`; none for others than
    districts."""
    if not actor.is_district:
        return []
    rows = (
        Application.objects.visible_to(actor)
        .filter(batch=OuterRef("pk"), state=State.CITY_REVIEW)
        .exclude(recommended_rank=None)
    )
    number = rows.order_by().values("batch_id").annotate(number=Count("id")).values("number")
    batches = Batch.objects.annotate(number=Subquery(number)).filter(number__gte=2)
    return list(batches.order_by("closes_at", "id"))


def places_left(batch_id: int, district_id: int) -> int | None:
    """How many more the district may recommend; None without a quota."""
    taken = _keeping_their_places(batch_id, district_id=district_id).order_by()
    number = taken.values("batch_id").annotate(number=Count("id")).values("number")
    quotas = DistrictQuota.objects.filter(batch_id=batch_id, district_id=district_id)
    left = quotas.annotate(left=F("number") - Coalesce(Subquery(number), 0)).order_by()
    return left.values_list("left", flat=True).first()


def next_rank(batch_id: int, district_id: int) -> int:
    """The place after the last recommendation of the district, under the quota's lock.

    Raises `RuleViolation` when the quota is used up.
    """
    quotas = DistrictQuota.objects.select_for_update().filter(
        batch_id=batch_id, district_id=district_id
    )
    quota = quotas.first()
    if quota is not None and recommended(batch_id, district_id) >= quota.number:
        raise RuleViolation("本批次的推荐名额已用完。")
    rows = Application.objects.filter(batch_id=batch_id, district_id=district_id)
    last = rows.aggregate(last=Max("recommended_rank"))["last"]
    return int(last or 0) + 1
