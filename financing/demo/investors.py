"""Investors, projects and road shows of the demo city, all invented: the accounts `investor` and
`sme` by acts of their own."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Organisation, User
from accounts.tenancy import acting_as, system_scope
from enterprises.models import Enterprise
from financing.demo.listings import ListingStep
from financing.listings.actions.ask_introduction import ask_introduction
from financing.listings.actions.book_seat import book_seat
from financing.listings.actions.place_winner import place_winner
from financing.listings.actions.save_contact import save_contact
from financing.listings.introduction_machine import MACHINE, IntroductionInput
from financing.listings.records import ProjectRecord
from financing.models import ContestWinner, FinancingProject, InvestorProfile, RoadShow
from financing.models.investor import Domain, Round
from pages.records.actions import save_record

INVESTORS = (
    (
        "investor", "周宁", "示例海湾创业投资有限公司",
        ("materials", "equipment"), ("a", "b"), 500, 3000,
    ),
    (
        "investor2", "高洁", "示例胶州湾股权投资基金",
        ("information", "marine"), ("angel", "a"), 100, 800,
    ),
    (
        "investor3", "石磊", "示例山海产业投资有限公司",
        ("medicine", "energy", "equipment"), ("b", "c", "pre_ipo"), 2000, 20000,
    ),
)  # fmt: skip
PROJECTS = 8
DOMAINS, ROUNDS = tuple(Domain), tuple(Round)


class InvestorStep(DemoStep):
    """Three investors, projects that fit them more or less, winners, two road shows, and
    introductions in several states."""

    after = (ListingStep,)

    def begin(self) -> None:
        city = District.objects.get(code="370200")
        for username, person, name, *_ in INVESTORS:
            made = Organisation.objects.create(
                kind=OrganisationKind.INVESTOR, name=name, district=city
            )
            make_account(username, person, made, Duty.INVESTOR)

    def finish(self) -> None:
        with system_scope(reason="seed the demo city"):
            if not User.objects.filter(username="sme").exists():
                return
            _profiles()
            _projects()
            _winners()
            _shows()
        _talks()


def _profiles() -> None:
    for username, _, name, domains, rounds, smallest, largest in INVESTORS:
        home = Organisation.objects.get(name=name)
        InvestorProfile.objects.create(
            organisation=home, district_id=home.district_id, name=name, domains=list(domains),
            rounds=list(rounds), smallest=smallest, largest=largest,
            places=["崂山区", "城阳区"] if username == "investor2" else [],
            introduction=f"{name}，虚构的投资机构，用于演示。", invested="示例项目甲、示例项目乙",
        )  # fmt: skip
    for username, *_ in INVESTORS:
        actor = actor_of(username)
        with acting_as(actor):
            save_contact(actor, actor.user_name, "0532-55500009", f"{username}@demo.example")


def _projects() -> None:
    """Of enterprises without accounts."""
    own = actor_of("sme").organisation_id
    others = Enterprise.objects.filter(registration_state="confirmed").exclude(pk=own)
    for number, entry in enumerate(others.order_by("-pk")[:PROJECTS]):
        FinancingProject.objects.create(
            organisation_id=entry.pk,
            district_id=entry.district_id,
            enterprise_name=entry.name,
            name=f"示例{DOMAINS[number].label}扩产项目",
            domain=DOMAINS[number],
            round=ROUNDS[number % len(ROUNDS)],
            amount=Decimal(300 + 450 * number),
            share=Decimal(5 + number),
            valuation=Decimal(6000 + 1500 * number),
            purpose="示例：扩建生产线、补充研发投入。",
            summary="示例项目，企业和数据均为虚构。",
            is_open=True,
        )


def _winners() -> None:
    entries = Enterprise.objects.filter(registration_state="confirmed").order_by("pk")[20:23]
    for number, entry in enumerate(entries):
        winner = ContestWinner.objects.create(
            kind="mayor_cup" if number else "four_new",
            year=2025,
            prize=("", "一等奖", "二等奖")[number],
            project_name=f"示例{DOMAINS[number + 2].label}创新项目",
            domain=DOMAINS[number + 2],
            enterprise_name=entry.name,
            credit_code=entry.credit_code or "",
            source="示例名单",
        )
        place_winner(winner)


def _shows() -> None:
    now = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0)
    for title, ahead, outcome in (
        ("新材料与高端装备专场路演（示例）", 14, ""),
        ("海洋产业专场路演（示例）", -20, "示例：到场项目 1 个、机构 1 家，会后继续洽谈。"),
    ):
        begins = now + timedelta(days=ahead)
        RoadShow.objects.create(
            title=title,
            topic="高端装备、新材料",
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            book_until=begins - timedelta(days=1),
            place="示例国际会议中心三楼",
            project_seats=6,
            investor_seats=10,
            description="每个项目路演 8 分钟、问答 5 分钟；材料请提前两天上传。",
            outcome=outcome,
        )


def _talks() -> None:
    """The account `sme` puts a project to two investors; one has agreed and met it."""
    own = actor_of("sme")
    with acting_as(own):
        save_contact(own, own.user_name, "0532-55500001", "")
        values = {
            "name": "示例精密减速机扩产项目", "domain": "equipment", "round": "b",
            "amount": Decimal(2500), "share": Decimal(8), "valuation": Decimal(28000),
            "purpose": "示例：新建一条装配线。", "summary": "示例项目，数据为虚构。",
            "is_open": True,
        }  # fmt: skip
        project = save_record(own, ProjectRecord, values).row
        profiles = {one.name: one.organisation_id for one in InvestorProfile.objects.all()}
        first = ask_introduction(own, project.pk, profiles[INVESTORS[0][2]], "希望介绍项目。")
        ask_introduction(own, project.pk, profiles[INVESTORS[2][2]], "")
        show = RoadShow.objects.filter(starts_at__gt=timezone.now()).get()
        book_seat(own, show.pk, project.pk)
    investor = actor_of(INVESTORS[0][0])
    with acting_as(investor):
        MACHINE.execute(investor, first.pk, "agree", IntroductionInput("可以先电话沟通。"))
        MACHINE.execute(investor, first.pk, "meet", IntroductionInput("已到企业走访。"))
        book_seat(investor, show.pk)
