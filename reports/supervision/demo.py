"""Orders of the demo city in all lights, and two years of orders that are over; all plainly
invented (示例)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.duties import OrganisationKind
from accounts.models import District, Membership, Organisation
from accounts.tenancy import acting_as, system_scope
from procedures.batches.working_days import add_working_days, is_working_day
from reports.models import Order, OrderEvent, OrderOffice, OrderReport, ReportReview
from reports.supervision.actions.watch_orders import watch_orders
from reports.supervision.clock import set_next_report, set_signals, thresholds
from reports.supervision.figures import figure_now, target_of
from reports.supervision.inputs import OrderInput
from reports.supervision.machine import MACHINE
from reports.supervision.notices import people_of_office
from reports.targets.plan_demo import PlanStep

State, Role = Order.State, OrderOffice.Role
CITY, OWN, OTHER = "city", "own", "other"  # the city's bureau, and those of district and district2
PAST_MONTHS = 24


@dataclass(frozen=True)
class Sample:
    """An order: `begun` working days ago, due in `due` working days, `done` of the quantity."""

    place: str
    title: str
    topic: str
    begun: int
    due: int
    progress: int
    quantity: int | None = None
    unit: str = ""
    done: int | None = None
    metric: str = ""
    urgency: str = Order.Urgency.USUAL
    helping: tuple[str, ...] = ()
    state: str = State.ASSIGNED
    words: str = "已召开部署会，逐户摸排，名单见附件（示例）。"
    problems: str = ""


SAMPLES = (
    Sample(
        "市北区", "市北区新增示范企业 14 家", "target", 34, -6, 14, 14, "家", 2,
        "demonstration_enterprise", Order.Urgency.URGENT,
        problems="重点企业外迁两家，请市级协调（示例）。",
    ),
    Sample("平度市", "平度市超期审核 8 件清零", "backlog", 14, -2, 38, 8, "件", 3),
    Sample("李沧区", "李沧区示范企业储备库", "plan", 31, 19, 30),
    Sample("莱西市", "莱西市推荐企业补进", "target", 24, 26, 15, 12, "家", None, "pool"),
    Sample(
        CITY, "市级审核压到 15 日内", "backlog", 28, 2, 85, helping=(OWN,),
        words="在办 124 件，已压到 16 日（示例）。",
    ),
    Sample(
        OWN, "新增专精特新产品（技术）", "target", 12, 30, 30, 10, "项", 3, "certified_product"
    ),
    Sample("黄岛区", "年度数据报送清理", "reporting", 8, 20, 35, helping=(OWN,)),
    Sample("胶州市", "胶州市工作计划修订", "plan", 6, 24, 20),
    Sample(OTHER, "惠企资金兑付", "funds", 20, 8, 100, state=State.REVIEW),
)  # fmt: skip


def working_day(today: date, days: int) -> date:
    """The working day that lies so many working days after `today`, or before it."""
    if days >= 0:
        return add_working_days(today, days)
    day = today
    while True:
        if not days and is_working_day(day):
            return day
        days += is_working_day(day)
        day -= timedelta(days=1)


class OrderStep(DemoStep):
    """Nine orders in work, one proposed, one to be closed, and what was done in two years."""

    after = (PlanStep,)

    def finish(self) -> None:
        city, leader = actor_of("city"), actor_of("leader")
        with system_scope(reason="seed the demo city"):
            self.officer = city.user_id
            self.today = timezone.localdate()
            self.serials: dict[int, int] = {}
            self.offices = self._offices()
            self._past()
            made = [self._order(sample) for sample in SAMPLES]
            self._order(
                Sample(OTHER, "中小企业服务券发放检查", "funds", 0, 30, 0, state=State.PROPOSED)
            )
            self._order(Sample(OWN, "认定材料抽查整改", "other", 30, -3, 100, state=State.DONE))
        watch_orders()
        with acting_as(leader):
            order = Order.objects.get(pk=made[1].pk)
            words = "请平度市分管负责同志本周内专题调度，逐件清零（示例）。"
            MACHINE.execute(leader, order.pk, "instruct", OrderInput(words))
        own = actor_of("district")
        with acting_as(own):
            order = Order.objects.get(pk=made[5].pk)
            later = working_day(order.due_on, 10)
            MACHINE.execute(
                own, order.pk, "ask_extension",
                OrderInput("两家企业检测报告下月才能出具（示例）。", new_due_on=later),
            )  # fmt: skip

    def _offices(self) -> dict[str, Organisation]:
        kinds = (OrganisationKind.DISTRICT_BUREAU, OrganisationKind.CITY_BUREAU)
        rows = Organisation.objects.filter(kind__in=kinds, is_active=True)
        found: dict[str, Organisation] = {}
        for one in rows.select_related("district").order_by("district__sort", "id"):
            is_city = one.district.kind == District.Kind.CITY
            found.setdefault(CITY if is_city else one.district.short_name, one)
        for name, account in ((OWN, "district"), (OTHER, "district2")):
            home = Membership.objects.select_related("organisation__district")
            found[name] = home.get(user__username=account).organisation
        return found

    def _number(self, year: int) -> dict[str, object]:
        self.serials[year] = self.serials.get(year, 0) + 1
        serial = self.serials[year]
        return {"year": year, "serial": serial, "number": f"督〔{year}〕{serial}号"}

    def _row(self, sample: Sample, begun: date, due_on: date) -> Order:
        office = self.offices.get(sample.place) or self.offices[OWN]
        helping = [self.offices[name] for name in sample.helping]
        city = self.offices[CITY]
        target = target_of(sample.metric) if sample.metric else None
        order = Order(
            **self._number(begun.year), title=f"{sample.title}（示例）", kind=Order.Kind.WORK,
            topic=sample.topic, basis="示例：市促进小企业发展领导小组会议纪要", target=target,
            urgency=sample.urgency, due_on=due_on, first_due_on=due_on, lead=office,
            district=office.district, supervisor="李工（示例）", supervisor_phone="0532-55500001",
            in_charge="示例分管领导", content=f"{sample.title}，按期完成并报送结果（示例）。",
            task="1. 摸清底数，列出名单。\n2. 明确责任人和时间表。\n3. 按期办结并报结果。",
            frequency=Order.Frequency.WEEK, quantity=sample.quantity, unit=sample.unit,
            metric=sample.metric, closing_condition="数量完成，名单核实，平台数据已更新（示例）。",
            progress=sample.progress, quantity_done=sample.done, state=sample.state,
            readers=[city.district_id], created_by_id=self.officer,
        )  # fmt: skip
        if sample.state != State.PROPOSED:
            places = {one.district_id for one in (office, *helping)}
            order.readers = sorted({city.district_id, *places})
            order.assigned_on = begun
        if (now := figure_now(order)) is not None:
            order.figure_then = max(0, now.value - (sample.done or 0))
            order.figure_then_on = begun
        return order

    def _order(self, sample: Sample) -> Order:
        """An order in work, or about to be."""
        begun, due_on = working_day(self.today, -sample.begun), working_day(self.today, sample.due)
        order = self._row(sample, begun, due_on)
        if sample.state in (State.REVIEW, State.DONE):
            order.reported_on = working_day(min(self.today, due_on), -1)
        if sample.state == State.DONE:
            order.finished_on = order.ended_on = order.reported_on
        if order.assigned_on is not None:
            set_signals(order, thresholds(), self.today)
        order.save(force_insert=True)
        offices = self._give(order, [self.offices[name] for name in sample.helping])
        self._event(order, "propose", "", State.PROPOSED, begun)
        if sample.state == State.PROPOSED:
            return order
        self._event(order, "assign", State.PROPOSED, State.ASSIGNED, begun)
        last = order.reported_on or working_day(self.today, -2)
        if sample.progress and last > begun:
            self._report(order, offices[0], last, sample)
        for office in offices if order.reported_on is None else ():
            # Co offices owe the report of the week before.
            days = 8 if office.role == Role.CO else 1
            set_next_report(office, order, self.today - timedelta(days=days))
        return order

    def _past(self) -> None:
        """Two years of orders that are over: most in time, some late."""
        names = [name for name in self.offices if name not in (CITY, OWN, OTHER)]
        for month in range(PAST_MONTHS, 0, -1):
            begun = working_day(self.today - timedelta(days=30 * month + 25), -1)
            for turn in range(2):
                number = 2 * month + turn
                name = names[number % len(names)]
                due_on = working_day(begun, 20)
                late = 4 if number % 5 == 0 else -2
                sample = Sample(name, f"{name}月度重点事项", "plan", 0, 0, 100, state=State.CLOSED)
                order = self._row(sample, begun, due_on)
                order.reported_on = order.finished_on = working_day(due_on, late)
                order.ended_on = order.reported_on
                order.save(force_insert=True)
                self._give(order, [])
                self._event(order, "propose", "", State.PROPOSED, begun)
                self._event(order, "assign", State.PROPOSED, State.ASSIGNED, begun)
                steps = (
                    ("report_done", State.ASSIGNED, State.REVIEW),
                    ("accept", State.REVIEW, State.DONE),
                    ("close", State.DONE, State.CLOSED),
                )
                for name_, source, target in steps:
                    self._event(order, name_, source, target, order.reported_on)

    def _give(self, order: Order, helping: Iterable[Organisation]) -> list[OrderOffice]:
        return [
            OrderOffice.objects.create(order=order, office=office, role=role)
            for office, role in (
                (order.lead, Role.LEAD),
                *((one, Role.CO) for one in helping if one.pk != order.lead_id),
            )
        ]

    def _report(self, order: Order, office: OrderOffice, day: date, sample: Sample) -> None:
        is_final = order.reported_on is not None
        person = self._person(office.office_id)
        by_telephone = "" if person != self.officer else "电话反馈，市级代录："
        report = OrderReport.objects.create(
            order=order, office=office, is_final=is_final, progress=sample.progress,
            quantity_done=sample.done, text=f"{by_telephone}{sample.words}",
            problems=sample.problems, sent_by_id=person, sent_at=_at(day),
        )  # fmt: skip
        facts = {"office": office.office.name, "progress": sample.progress}
        target = State.REVIEW if is_final else State.ASSIGNED
        name = "report_done" if is_final else "report"
        self._event(order, name, State.ASSIGNED, target, day, facts)
        if order.state == State.DONE:
            ReportReview.objects.create(
                order=order, report=report, is_accepted=True, facts_clear=True, is_solved=True,
                is_lawful=True, reviewed_by_id=self.officer, reviewed_at=_at(day),
            )  # fmt: skip
            self._event(order, "accept", State.REVIEW, State.DONE, day)

    def _person(self, office_id: int) -> int:
        """Somebody of the office; where the demo city has nobody, the city's officer, who wrote
        down what the office told by telephone."""
        return min(people_of_office(office_id), default=self.officer)

    def _event(
        self, order: Order, name: str, source: str, target: str, day: date,
        facts: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        by_office = name.startswith("report")
        person = self._person(order.lead_id) if by_office else self.officer
        office = self.offices[CITY] if person == self.officer else order.lead
        OrderEvent.objects.create(
            order=order, transition=name, source=source, target=target, user_id=person,
            organisation_name=office.name, facts=facts or {}, at=_at(day),
        )  # fmt: skip


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
