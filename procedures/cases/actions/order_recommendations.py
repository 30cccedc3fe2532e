"""Quotas of districts in a batch, and the order in which a district recommends."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.errors import NotPermitted, RuleViolation, refuse
from accounts.models import District
from accounts.tenancy import Actor
from procedures.cases.recommendations import UNDECIDED, recommended
from procedures.models import Application, Batch, DistrictQuota


def set_quotas(actor: Actor, batch_id: int, numbers: Mapping[int, int | None]) -> None:
    """Set how many cases each district (by id) may recommend; None lifts its limit.

    Raises `NotPermitted`, or `RuleViolation` by "quota-<district>" below what is recommended.
    """
    if not actor.is_city:
        raise NotPermitted("推荐名额由市级主管部门设定。")
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
        known = set(District.objects.exclude(kind="city").values_list("id", flat=True))
        errors = {}
        for district_id, number in numbers.items():
            used = recommended(batch.pk, district_id)
            if district_id not in known or (number is not None and number < 0):
                errors[f"quota-{district_id}"] = "请填写 0 或更大的整数。"
            elif number is not None and number < used:
                errors[f"quota-{district_id}"] = f"已推荐 {used} 件，名额不能更少。"
        refuse(errors)
        for district_id, number in numbers.items():
            if number is None:
                DistrictQuota.objects.filter(batch=batch, district_id=district_id).delete()
            else:
                DistrictQuota.objects.update_or_create(
                    batch=batch, district_id=district_id, defaults={"number": number}
                )


def order_recommendations(actor: Actor, batch_id: int, ordered: Sequence[int]) -> int:
    """Put the district's undecided recommendations of a batch into this order; returns how many.

    Cases that are not named keep their order behind those that are. Raises `NotPermitted`, or
    `RuleViolation` for a case that is none of the district's undecided recommendations.
    """
    if not actor.is_district:
        raise NotPermitted("推荐次序由区市主管部门排定。")
    with transaction.atomic():
        Batch.objects.get(pk=batch_id)
        cases = {
            case.pk: case
            for case in Application.objects.visible_to(actor)
            .filter(batch_id=batch_id, state__in=UNDECIDED)
            .exclude(recommended_rank=None)
            .select_for_update(of=("self",))
            .order_by("recommended_rank", "id")
        }
        if set(ordered) - set(cases) or len(set(ordered)) != len(ordered):
            raise RuleViolation("其中有的申报已经办理或不在本区市的推荐名单里，请刷新后再排。")
        taken = sorted(case.recommended_rank or 0 for case in cases.values())
        wanted = [*ordered, *(pk for pk in cases if pk not in set(ordered))]
        for place, pk in zip(taken, wanted, strict=True):
            if cases[pk].recommended_rank != place:
                cases[pk].recommended_rank = place
                cases[pk].save(update_fields=["recommended_rank", "updated_at"])
        return len(wanted)
