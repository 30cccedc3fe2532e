"""Every role's pages in a real browser, at desk and phone width: no violation, nothing cut."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

PAGES = {
    "": ("/", "/procedures/notices/", "/certification/verify/", "/accounts/login/",
         "/accounts/signup/", "/accounts/password/reset/", "/api/docs/problems/"),
    "sme": ("/home/", "/procedures/", "/procedures/schemes/", "/procedures/schemes/srdi-sme/",
            "/procedures/schemes/demonstration-enterprise/", "/certification/",
            "/enterprises/mine/", "/enterprises/mine/edit/", "/enterprises/mine/reports/",
            "/enterprises/mine/reports/2025/", "/enterprises/mine/products/",
            "/enterprises/mine/products/add/", "/enterprises/mine/qualifications/",
            "/enterprises/mine/units/", "/people/members/", "/people/notifications/",
            "/people/reads/", "/services/policies/", "/services/policies/2/",
            "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/",
            "/accounts/sessions/"),
    "district": ("/home/", "/procedures/worklist/?state=all", "/enterprises/",
                 "/enterprises/queue/", "/enterprises/imports/", "/certification/all/",
                 "/people/members/"),
    "city": ("/home/", "/procedures/worklist/?state=all", "/procedures/batches/",
             "/procedures/batches/new/", "/procedures/batches/1/extend/", "/procedures/designer/",
             "/procedures/designer/new/", "/procedures/designer/2/",
             "/procedures/designer/2/preview/", "/procedures/designer/2/compare/", "/enterprises/",
             "/enterprises/?q=精密", "/enterprises/imports/", "/certification/all/",
             "/financing/whitelist/", "/financing/banks/", "/financing/demands/",
             "/financing/credits/", "/financing/results/?by=rung", "/financing/market-rates/",
             "/services/policies/", "/services/policies/2/", "/services/policies/2/edit/",
             "/services/policies/import/"),
    "leader": ("/home/", "/procedures/worklist/", "/enterprises/", "/certification/all/"),
    "expert": ("/home/",),
    "sme3": ("/financing/mine/", "/financing/consents/", "/financing/disclosures/",
             "/financing/mine/demands/", "/financing/mine/demands/new/",
             "/financing/mine/credits/"),
    "bank": ("/home/", "/financing/bank/", "/financing/bank/demands/",
             "/financing/bank/feedback/", "/financing/bank/feedback/new/",
             "/financing/bank/feedback/uploads/", "/financing/bank/programs/",
             "/financing/bank/webhooks/", "/financing/bank/usage/"),
    "auditor": ("/home/", "/people/trail/"),
    "admin": ("/home/", "/people/members/"),
}  # fmt: skip


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("account", PAGES, ids=lambda name: name or "public")
def test_pages_are_accessible_and_fit(
    visitor: Callable[..., Visitor], account: str, phone: bool
) -> None:
    person = visitor(account, phone=phone)
    faults = []
    for path in PAGES[account]:
        try:
            person.open(path)
        except AssertionError as fault:
            faults.append(str(fault))
        name = path.strip("/").replace("/", "-").replace("?", "-") or "landing"
        person.shot(f"pages/{'phone' if phone else 'desktop'}-{account or 'public'}-{name}")
    assert not faults, "\n\n".join(faults)
