"""How somebody comes to act for an enterprise that the registry has already."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Membership
from accounts.person_names import masked
from accounts.tenancy import system_scope
from enterprises.imports.lookups import entries_with_codes
from enterprises.models import Enterprise, EnterpriseClaim, RegistrationState
from people.actions.save_invitations import invitations_to

MOST_NAMED = 3


@dataclass(frozen=True)
class WayIn:
    """What somebody is told who is not let in: `text`, and the act that comes first. `asked`: the
    enterprise has asked them in, or they have asked it already, so that there is nothing to claim.
    """

    text: str
    act: str
    url: str
    asked: bool = False


def claim_url(*, code: str = "", entry: int | None = None) -> str:
    """Where an enterprise is claimed, by its code or as an unclaimed entry."""
    query = {"code": code, **({"entry": str(entry)} if entry else {})}
    return f"{reverse('enterprises:claim')}?{urlencode(query)}"


def way_into(user_id: int, code: str) -> WayIn | None:
    """The way into the enterprise with this credit code; None where the registry has none.

    Of who administers it no more than a masked name is told, and nothing else about it.
    """
    held = entries_with_codes([code]).get(code)
    if held is None:
        return None
    invited = any(one.organisation_id == held.organisation_id for one in invitations_to(user_id))
    with system_scope(reason="tell somebody how to join their enterprise"):
        people = Membership.objects.working().filter(organisation_id=held.organisation_id)
        is_member = people.filter(user_id=user_id).exists()
        has_claimed = EnterpriseClaim.objects.filter(
            claimant_id=user_id,
            organisation_id=held.organisation_id,
            state=EnterpriseClaim.State.OPEN,
        ).exists()
        administrators = people.filter(is_administrator=True).select_related("user")
        names = [masked(str(one.user)) for one in administrators.order_by("since", "id")]
        state = Enterprise.objects.values_list("registration_state", flat=True)
        is_confirmed = state.get(pk=held.organisation_id) == RegistrationState.CONFIRMED
    duties, claims = reverse("people:duties"), reverse("enterprises:my_claims")
    if is_member:
        return WayIn("您已经是这家企业的人员，不用再登记。", "切换到这家企业", duties, asked=True)
    if invited:
        return WayIn("这家企业已邀请您加入，不用再登记。", "去答复邀请", duties, asked=True)
    if has_claimed:
        return WayIn(
            "您已申请管理这家企业，等待主管部门审核。", "看我的认领申请", claims, asked=True
        )
    claim = claim_url(code=code)
    if not names:
        return WayIn("这家企业目前没有管理员。", "提交证明材料，申请管理这家企业", claim)
    who = "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
    when = "" if is_confirmed else "登记还在等区市确认，确认后"
    return WayIn(
        f"{when}请本企业管理员（{who}）邀请您；联系不上的，也可以认领。",
        "提交证明材料，申请管理这家企业",
        claim,
    )
