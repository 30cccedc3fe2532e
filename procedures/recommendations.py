"""What districts recommend of a batch: their quotas, and the order in which they recommend."""

from django.db.models import Count, Max

from accounts.errors import RuleViolation
from procedures.models import Application, DistrictQuota
from procedures.models.application import State


def recommended(batch_id: int, district_id: int) -> int:
    """How many cases of the batch the district has recommended; withdrawn ones give their place
    back, declined ones do not."""
    return recommended_by_district(batch_id, district_id=district_id).get(district_id, 0)


def recommended_by_district(batch_id: int, **only: int) -> dict[int, int]:
    """District -> how many cases of the batch it has recommended."""
    rows = Application.objects.filter(batch_id=batch_id, **only).exclude(recommended_rank=None)
    counted = rows.exclude(state=State.WITHDRAWN).values_list("district_id")
    return dict(counted.annotate(number=Count("id")))


def places_left(batch_id: int, district_id: int) -> int | None:
    """How many more the district may recommend; None without a quota."""
    quota = DistrictQuota.objects.filter(batch_id=batch_id, district_id=district_id).first()
    return None if quota is None else quota.number - recommended(batch_id, district_id)


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
