"""The pages and forms of tracks, stages, advisers, profiles, projects, winners and road shows."""

from django.http import QueryDict

from accounts.duties import Duty
from enterprises.models import Enterprise
from financing.listings.actions.place_winner import place_winner
from financing.listings.actions.share_plan import may_read_plan
from financing.listings.matching import investors_for, matches_of
from financing.listings.notices import tell_moved
from financing.listings.road_shows import booking_context
from financing.models import (
    Adviser,
    ContestWinner,
    FinancingProject,
    Introduction,
    InvestorProfile,
    ListingStage,
    ListingTrack,
    RoadShow,
)
from pages.imports.declaration import RecordImport
from pages.records import Record, Section

STAFF, INVESTOR = (Duty.ENTERPRISE_STAFF,), (Duty.INVESTOR,)
CITY = (Duty.CITY_OFFICER,)
BUREAUS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER)
PARTIES = (*STAFF, *INVESTOR)


class TrackRecord(Record[ListingTrack]):
    """A track; the city edits it, everybody on the way reads it."""

    model, name, listing = ListingTrack, "financing:listing_track", "financing:listing_tracks"
    title, noun, counter = "上市路径", "路径", "条"
    readers, editors = (*STAFF, *BUREAUS), CITY
    template = "financing/listings/track.html"
    sections = (Section("路径", ("name", "market", "order", "explanation")),)
    next_step = "再为它添加各个阶段，企业就能选用。"

    def context(self, row: ListingTrack) -> dict[str, object]:
        stages = ListingStage.objects.filter(track=row, retired_at=None)
        return {"stages": stages, "may_add_stage": self.may_add()}


class StageRecord(Record[ListingStage]):
    """A stage of a track, and the claim for money that it proposes."""

    model, name, listing = ListingStage, "financing:listing_stage", "financing:listing_stages"
    title, noun, counter = "路径阶段", "阶段", "个"
    readers, editors = (*STAFF, *BUREAUS), CITY
    fixed = ("track",)
    sections = (
        Section("阶段", ("track", "name", "order", "proof", "usual_months", "is_goal")),
        Section(
            "确认后提示申报的资金",
            ("scheme_code", "event_key"),
            "金额、分期和换板块时怎样扣减，由资金项目的金额规则决定。",
        ),
    )
    empty = {"scheme_code": "不提示申报", "event_key": "—", "usual_months": "—"}

    def heading(self, row: ListingStage) -> str:
        return f"{row.track} · {row.name}"

    def suggested(self, asked: QueryDict) -> dict[str, object]:
        return {"track": asked.get("track", "")}


class AdviserRecord(Record[Adviser]):
    """A firm that helps to the market."""

    model, name, listing = Adviser, "financing:adviser", "financing:advisers"
    title, noun, counter = "上市中介机构", "机构", "家"
    readers, editors = (*STAFF, *BUREAUS), CITY
    sections = (Section("机构", ("name", "kind", "registration", "contact")),)


class ProfileRecord(Record[InvestorProfile]):
    """What an investor looks for; its own people write it, enterprises read it while it is open."""

    model, name, listing = InvestorProfile, "financing:investor", "financing:investors"
    title, noun, counter = "投资机构", "投资偏好", "家"
    readers, editors = (*PARTIES, *BUREAUS), INVESTOR
    template = "financing/listings/investor.html"
    sections = (
        Section("机构", ("name", "introduction", "invested", "is_open")),
        Section(
            "投资偏好",
            ("domains", "rounds", "smallest", "largest", "places"),
            "按领域、轮次、单笔金额和区市与项目匹配；联系方式双方同意后才提供。",
        ),
    )
    empty = {"places": "全市", "invested": "—"}

    def may_edit(self, row: InvestorProfile) -> bool:
        return self.actor.duty in self.editors and row.organisation_id == self.actor.organisation_id

    def may_add(self) -> bool:
        own = InvestorProfile.objects.filter(organisation_id=self.actor.organisation_id)
        return self.actor.duty in self.editors and not own.exists()

    def suggested(self, asked: QueryDict) -> dict[str, object]:
        return {"name": self.actor.organisation_name}

    def context(self, row: InvestorProfile) -> dict[str, object]:
        if not self.actor.is_enterprise:
            return {}
        own = FinancingProject.objects.filter(
            organisation_id=self.actor.organisation_id, is_open=True, retired_at=None
        ).select_related("district")
        projects = list(own)
        fits = matches_of(row, projects)
        between = Introduction.objects.filter(
            project__in=projects, investor_id=row.organisation_id
        ).not_ended()
        known = {one.project_id: one for one in between}
        return {"pairs": [(one, fits[one.pk], known.get(one.pk)) for one in projects]}


class ProjectRecord(Record[FinancingProject]):
    """A project; its enterprise writes it, investors read it while it is open."""

    model, name, listing = FinancingProject, "financing:project", "financing:projects"
    title, noun, counter = "融资项目", "项目", "个"
    readers, editors = (*PARTIES, *BUREAUS), STAFF
    read_only = ("enterprise_name",)
    about = "enterprise"
    template = "financing/listings/project.html"
    sections = (
        Section("项目", ("enterprise_name", "name", "domain", "summary")),
        Section("融资", ("round", "amount", "share", "valuation", "purpose"), "金额单位：万元。"),
        Section("公开", ("is_open",), "公开的是本页内容；联系方式双方同意后才提供。"),
    )
    next_step = "公开后，平台按领域、轮次、金额和区市为您匹配投资机构。"
    empty = {"round": "还没有填写", "amount": "还没有填写", "share": "—", "valuation": "—"}

    def new_row(self) -> FinancingProject:
        row = super().new_row()
        enterprise = Enterprise.objects.filter(pk=row.organisation_id).first()
        row.enterprise_name = enterprise.name if enterprise else self.actor.organisation_name
        return row

    def subheading(self, row: FinancingProject) -> str:
        won = f" · {row.winner.year} 年{row.winner.get_kind_display()}" if row.winner else ""
        prize = f" {row.winner.prize}" if row.winner and row.winner.prize else ""
        return f"{row.enterprise_name} · {row.get_domain_display()}{won}{prize}"

    def context(self, row: FinancingProject) -> dict[str, object]:
        actor = self.actor
        more: dict[str, object] = {
            "plan_is_readable": may_read_plan(actor, row),
            "introductions": Introduction.objects.filter(project=row).order_by("-id"),
        }
        if actor.is_enterprise:
            more["investors"] = investors_for(row) if row.is_open else []
        if actor.duty == Duty.INVESTOR:
            profile = InvestorProfile.objects.filter(organisation_id=actor.organisation_id).first()
            more["profile"] = profile
            more["fit"] = matches_of(profile, [row])[row.pk] if profile else None
            more["introduction"] = row.introductions.not_ended().first()
        return more


class WinnerRecord(Record[ContestWinner]):
    """A winner, as published; its enterprise gets the project."""

    model, name, listing = ContestWinner, "financing:winner", "financing:winners"
    title, noun, counter = "四新和市长杯名单", "获奖项目", "个"
    readers, editors = BUREAUS, CITY
    sections = (
        Section("名单", ("kind", "year", "prize", "source")),
        Section("项目和企业", ("project_name", "domain", "enterprise_name", "credit_code")),
    )
    next_step = "企业已登记的，项目已列入融资项目；没有登记的，登记后自动列入。"

    def saved(self, row: ContestWinner, *, is_new: bool) -> None:
        place_winner(row)


class WinnerImport(RecordImport):
    """Winners from a workbook, known by list, year, code and project."""

    name, record = "financing:winner_import", WinnerRecord
    key = ("kind", "year", "credit_code", "project_name")


class RoadShowRecord(Record[RoadShow]):
    """A road show: the city holds it, enterprises and investors book their seats."""

    model, name, listing = RoadShow, "financing:road_show", "financing:road_shows"
    title, noun, counter = "路演", "路演", "场"
    readers, editors = (*PARTIES, *BUREAUS), CITY
    template = "financing/listings/road_show.html"
    sections = (
        Section("时间地点", ("title", "topic", "starts_at", "ends_at", "place", "book_until")),
        Section("名额", ("project_seats", "investor_seats")),
        Section("安排和材料", ("description", "material", "outcome")),
    )
    empty = {"outcome": "结束后填写", "topic": "不限"}

    def saved(self, row: RoadShow, *, is_new: bool) -> None:
        if not is_new and {"starts_at", "ends_at", "place"} & set(self.changed):
            tell_moved(row)

    def context(self, row: RoadShow) -> dict[str, object]:
        return booking_context(self.actor, row)
