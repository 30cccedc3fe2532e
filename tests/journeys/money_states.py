"""Where journeys of money begin: enterprises, funds and cases, made by the acts inside a running
portal (see `run_in_portal`). Everything is of its own, so that no journey meets another's."""

import secrets
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty
from accounts.models import Membership
from accounts.tenancy import Actor, acting_as, system_scope
from financing.models import BudgetChange, Fund, SubsidyClaim
from financing.subsidies.claims import claim_of
from financing.subsidies.review.actions.decide_line import accept_the_rest
from procedures.models import Application, Batch, Snapshot
from schemes.models import SchemeVersion
from tests.enterprises import entries
from tests.financing.ledger import money
from tests.financing.listings import people as listings
from tests.financing.subsidies import claims
from tests.financing.subsidies.effect import grants
from tests.financing.subsidies.flow import steps
from tests.financing.subsidies.review.claims import checked
from tests.procedures import factories, filings, notices

# --- people and funds -----------------------------------------------------------------------------


def city() -> SimpleNamespace:
    """The officers of the demo city; `staff` is to be set."""
    reviewer = actor_of("district")
    return SimpleNamespace(
        city=actor_of("city"), city2=actor_of("city2"), reviewer=reviewer,
        district_id=reviewer.district_ids[0], staff=None,
    )  # fmt: skip


def newcomer(name: str) -> Actor:
    """The staff of a new confirmed enterprise in the district of `district`, with an account for
    payments; its user has the demo password."""
    token = secrets.token_hex(3)
    with system_scope(reason="test"):
        office = Membership.objects.select_related("organisation__district").get(
            user__username="district"
        )
        district = office.organisation.district
        entry = entries.entry(
            secrets.randbelow(900_000) + 100_000, district=district.code,
            name=f"青岛{name}{token}（示例）有限公司",
        )  # fmt: skip
        make_account(f"own-{token}", "孟示例", entry.organisation, Duty.ENTERPRISE_STAFF)
    staff = actor_of(f"own-{token}")
    money.account_of(staff, f"8020{secrets.randbelow(10**11):011d}")
    return staff


def account(of: Actor) -> str:
    """The name that the actor signs in with."""
    with system_scope(reason="test"):
        return str(Membership.objects.get(pk=of.membership_id).user.username)


def one_person() -> None:
    """Let the city's notices take one person in this process: they are not what is looked at."""
    settings.ACTS_BY_ONE_PERSON = ["notice.publish", "notice.certify"]


def funded(officers: SimpleNamespace, code: str, amount: str) -> Fund:
    """A fund whose budget of this year grows by `amount` (元)."""
    with system_scope(reason="test"):
        fund = Fund.objects.filter(code=code).first()
    kind = BudgetChange.Kind.RAISE if fund else BudgetChange.Kind.APPROPRIATE
    fund = fund or money.fund(code)
    money.changed(officers, fund, kind, amount)
    return fund


# --- (a) a new champion ---------------------------------------------------------------------------

AWARD: dict[str, Any] = {
    "subject": "新获隐形冠军认定的企业；平台按证书列出名单，企业确认账户即可",
    "base": {
        "kind": "events", "label": "新获认定", "definition": "每份新发的证书一次",
        "clause": "示例 第三条",
    },
    "formula": {
        "kind": "fixed",
        "events": [
            {
                "key": "certified", "label": "新获隐形冠军认定", "amount": 300_000,
                "clause": "示例 第三条",
            }
        ],
    },
    "granted": "automatic",
}  # fmt: skip
CHAMPIONS: dict[str, Any] = {
    "indicators": [
        {
            "key": "holds_title", "label": "持有有效的隐形冠军认定",
            "expression": "'hidden_champion' in certificates",
        }
    ],
    "criteria": [
        {
            "title": "条件",
            "criteria": [
                {
                    "key": "holds_title", "label": "持有有效的隐形冠军认定",
                    "indicator": "holds_title", "comparison": "is_true", "source": "示例",
                    "hint": "按证书", "unmet": "没有有效的认定",
                }
            ],
        }
    ],
}  # fmt: skip


def new_champion() -> str:
    """An enterprise that was certified a champion today, and a scheme that rewards it without a
    claim: "account scheme-code"."""
    one_person()
    officers, staff = city(), newcomer("隐形冠军")
    officers.staff = staff
    fund = funded(officers, f"champions_{secrets.token_hex(3)}", "1000000")
    rule = {**AWARD, "budget": {"fund": fund.code, "label": fund.name}}
    code = f"champions-{secrets.token_hex(3)}"
    claims.batch_of(rule, code, "隐形冠军认定奖励（旅程）", **CHAMPIONS)
    certified(officers, staff)
    return f"{account(staff)} {code}"


def certified(officers: SimpleNamespace, staff: Actor) -> Application:
    """The champion's certificate, issued after a public notice."""
    now = timezone.now()
    with system_scope(reason="test"):
        version = SchemeVersion.objects.filter(scheme__code="hidden-champion").latest("id")
        batch = Batch.objects.create(
            version=version, name="隐形冠军认定（旅程）", year=now.year,
            opens_at=now - timedelta(days=30), closes_at=now + timedelta(days=1),
        )  # fmt: skip
        case = factories.case(
            staff, officers.district_id, batch, state="proposed", title="行星减速机（旅程）"
        )
        Snapshot.objects.create(
            **case.home, application=case, number=1, answers={}, files=[], sha256="",
            facts={}, evaluation={"groups": [], "score": None},
        )  # fmt: skip
    decided(officers, case)
    return case


def decided(officers: SimpleNamespace, *cases: Application) -> None:
    """Proposed cases of one batch, decided after their public notice."""
    one_person()
    notices.ended(notices.published(officers, list(cases)))
    for case in cases:
        filings.done(officers.city, case, "certify")


def decide_case(pk: int) -> str:
    """What the city does after one click: public notice, decision; the money is due."""
    officers = city()
    with system_scope(reason="test"):
        case = Application.objects.select_related("batch").get(pk=pk)
    decided(officers, case)
    return steps.payables(case)[0].state


def pay_case(pk: int) -> str:
    """The case's money, paid by a batch that the bank answered in full."""
    from financing.subsidies.auto.granting import fulfil_paid

    with system_scope(reason="test"):
        case = Application.objects.get(pk=pk)
    steps.paid(city(), case)
    with system_scope(reason="test"):
        fulfil_paid()
    return steps.payables(case)[0].state


# --- (b) a short budget ---------------------------------------------------------------------------

# domain-2 A7: 600,000 / 450,000 / 300,000 of which there is 1,000,000.00.
NETS = ("6000000", "4500000", "3000000")
SHARED: dict[str, Any] = {
    "subject": "制造业企业",
    "base": {"kind": "items", "label": "认可设备", "definition": "研发、生产、检测设备",
             "clause": "第五条"},
    "formula": {"kind": "ratios",
                "parts": [{"label": "设备", "percent": 10, "clause": "第六条"}]},
    "item_fields": ["equipment"],
}  # fmt: skip


def round_of_three() -> str:
    """Three claims of one round that wait for the city, and a budget for a part of them: the
    batch's id and the account of the first."""
    officers = city()
    fund = funded(officers, f"shared_{secrets.token_hex(3)}", "1000000.00")
    rule = {
        **SHARED,
        "budget": {"fund": fund.code, "label": fund.name, "when_short": "pro_rata",
                   "clause": "第九条"},
    }  # fmt: skip
    batch = claims.batch_of(rule, f"shared-{secrets.token_hex(3)}", "设备购置奖补（旅程）")
    first = secrets.randbelow(10**9)
    staff = [newcomer(f"设备{place}号") for place in "甲乙丙"]
    for place, (who, net) in enumerate(zip(staff, NETS, strict=True)):
        recommended(officers, filed(who, batch, first + place, net))
    return f"{batch.pk} {account(staff[0])}"


def filed(staff: Actor, batch: Batch, number: int, net: str) -> Application:
    """A claim of one machine, sent."""
    case = claims.draft(staff, batch)
    claims.add(staff, case, claims.invoice(number, net))
    claims.photographed(staff, case)
    claims.with_goals(staff, case)
    return filings.done(staff, filings.fresh(case), "submit")


def recommended(officers: SimpleNamespace, case: Application) -> None:
    """What the district does with a claim that is right."""
    with acting_as(officers.reviewer):
        claim = SubsidyClaim.objects.get(application=case)
        accept_the_rest(officers.reviewer, claim.pk)
    checked(officers.reviewer, claim)
    filings.done(officers.reviewer, case, "recommend")


# --- (c) a staged grant ---------------------------------------------------------------------------


def half_paid_grant() -> str:
    """6,000,000 over three years, the first half paid so long ago that its goals are due: the
    account and the number of the report that is asked for."""
    officers, staff = city(), newcomer("小巨人")
    officers.staff = staff
    funded(officers, grants.FUND, "6000000")
    paid_on = timezone.localdate() - timedelta(days=3 * 366)
    batch = grants.grant_batch(f"grant-{secrets.token_hex(3)}")
    case = grants.half_paid(officers, paid_on, batch)
    grants.opened()
    first, last = grants.reports(case)
    grants.filed(staff, first, {"实际总投资": 900, "推进计划任务完成率": 40})
    grants.confirmed(officers.reviewer, first)
    return f"{account(staff)} {last.pk}"


# --- (d) a listing --------------------------------------------------------------------------------


def once_on_neeq() -> str:
    """An enterprise that was paid 120 for 新三板 and whose IPO has come as far as its registration:
    its account and the number of its path."""
    officers, staff = city(), newcomer("北交")
    officers.staff = staff
    funded(officers, "direct_financing", "5000000")
    case = paid_for_neeq(officers, staff)
    steps.paid(officers, case)
    path = listings.on_the_way(staff, "科创板")
    batch_of_shipped("listing-stages")
    for stage in ("股改", "辅导备案", "辅导验收", "申报受理", "审核过会", "注册"):
        stone = listings.filed(staff, listings.stage(stage))
        listings.done(officers.reviewer, stone)
    return f"{account(staff)} {path.pk}"


def paid_for_neeq(officers: SimpleNamespace, staff: Actor) -> Application:
    """新三板 was granted, 1,200,000.00."""
    case = factories.case(
        staff, officers.district_id, batch_of_shipped("neeq-listing"), state="approved",
        title="新三板挂牌（旅程）", answers={"listing_kind": "neeq_listed"},
    )  # fmt: skip
    claim = claim_of(Application.objects.select_related("scheme_version", "batch").get(pk=case.pk))
    claim.approved_amount = Decimal(1_200_000)
    claim.save()
    money.granted(officers.city, case, "1200000.00")
    return case


def grant_listing(pk: int) -> str:
    """What district and city do with the claim that was sent; the state of what is due."""
    officers = city()
    with system_scope(reason="test"):
        case = Application.objects.select_related("batch").get(pk=pk)
    recommended(officers, case)
    filings.approved_by_city(officers, case)
    decided(officers, case)
    return steps.payables(case)[0].state


def batch_of_shipped(code: str) -> Batch:
    """An open batch of a shipped scheme."""
    now = timezone.now()
    version = SchemeVersion.objects.filter(scheme__code=code).latest("id")
    return Batch.objects.create(
        version=version, name=f"{version.scheme.name}（旅程）", year=claims.YEAR,
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9),
    )  # fmt: skip


# --- (e) what is due ------------------------------------------------------------------------------

AMOUNTS = ("100000.00", "93200.00", "59930.00", "40000.00")


def due_payments() -> str:
    """Four payments that are due of one fund: what their enterprises' names share."""
    officers = city()
    fund = funded(officers, f"paying_{secrets.token_hex(3)}", "500000.00")
    batch = claims.batch_of(claims.EQUIPMENT, f"paying-{secrets.token_hex(3)}", "支付（旅程）")
    shared = secrets.token_hex(3)
    for place, amount in zip("甲乙丙丁", AMOUNTS, strict=True):
        staff = newcomer(f"收款{shared}{place}号")
        case = money.case_of(staff, officers.district_id, batch, fund.code, title="支付（旅程）")
        money.granted(officers.city, case, amount)
    return shared
