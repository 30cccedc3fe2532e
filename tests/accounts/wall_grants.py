"""Money without a claim of a side, and who gets through to the addresses of finding money."""

from django.utils import timezone

from financing.models import GrantCandidate, GrantList
from tests.accounts.wall_page import AUDITOR, CITY, STAFF, WATCHERS, Page, post
from tests.accounts.wall_world import Side
from tests.factories import UserFactory
from tests.financing.subsidies.claims import EQUIPMENT, batch_of

GRANT_PAGES: dict[str, Page] = {
    "financing:find_money": Page(STAFF),
    "financing:money_alert": post(STAFF),
    "financing:find_offer": Page(STAFF, ("=99999999",), own=404),
    "financing:money_schemes": Page(public=True),
    "financing:try_amount": Page(args=("=no-such-scheme",), method="BOTH", own=404, public=True),
    "financing:grant_lists": Page(CITY | AUDITOR),
    "financing:grant_list_new": Page(CITY, method="BOTH"),
    "financing:grant_list": Page(CITY | AUDITOR, ("grant_list",)),
    "financing:grant_list_act": post(CITY, "grant_list", "=push"),
    "financing:grant_candidates": Page(WATCHERS),
    "financing:own_grants": Page(STAFF),
    "financing:grant": Page(STAFF | WATCHERS, ("grant",)),
    "financing:grant_act": post(STAFF | CITY, "grant", "=confirm"),
}


def grants_of(side: Side, district_id: int) -> tuple[dict[str, object], dict[str, object]]:
    """A list of the city, and the side's enterprise on it, pushed."""
    now, today = timezone.now(), timezone.localdate()
    home = {"organisation_id": side.enterprise, "district_id": district_id}
    batch = batch_of(EQUIPMENT, f"wall-grants-{home['organisation_id']}")
    row = GrantList.objects.create(
        name="示例名单", scheme_version_id=batch.version_id, batch=batch,
        certificate_kind="certified_product", issued_from=today, issued_to=today, frozen_at=now,
        answer_by=today, claim_until=today, state="pushed", made_by=UserFactory(),
    )  # fmt: skip
    candidate = GrantCandidate.objects.create(
        **home, list=row, certificate_id=side.things["certificate"], enterprise_name="示例",
        credit_code="示例",
        scheme_name="示例", version_label="示例", certificate_number="示例",
        certificate_title="示例", issued_on=today, amount=1, frozen_at=now, answer_by=today,
        claim_until=today, state="pushed",
        sums={"lines": [], "counted": "0", "amount": "1", "refusals": []},
    )  # fmt: skip
    return {"grant_list": row.pk}, {"grant": candidate.pk}
