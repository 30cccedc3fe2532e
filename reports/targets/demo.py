"""Measures of the demo plan, and work plans of the districts in every state; all of it invented."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty, OrganisationKind
from accounts.models import District, Membership, Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from enterprises.demo.accounts import AccountStep
from reports.models import Measure, Plan, Target, WorkPlan
from reports.targets.actions.copy_measures import take_over
from reports.targets.measures.tree import leaves, tree_of
from reports.targets.months import quarter_ends
from reports.targets.plan_demo import PlanStep
from reports.targets.standing import figures_for
from reports.targets.workplans.actions.ask_for_plans import ask_for_plans
from reports.targets.workplans.actions.save_draft import save_draft
from reports.targets.workplans.content import Content, Item
from reports.targets.workplans.machine import MACHINE, WorkPlanInput
from reports.targets.workplans.rules import Wanted
from reports.targets.workplans.wanted import wanted_of

SECTIONS = (
    ("工作基础", "本区市中小企业的数量、层级和主要行业，上一年完成情况，存在的问题。", True),
    ("工作思路", "怎样承接市级目标，重点行业和重点企业，按季度的安排。", True),
    ("保障机制", "组织领导、部门分工、督查和宣传。", True),
    ("需要市级支持的事项", "需要协调的政策、资金和服务。", False),
)
TEXTS = (
    "示例：本区市在库培育企业稳步增加，主要集中在装备制造和电子信息，示范企业偏少。",
    "示例：以产品认定带动企业升级，每季度走访一批在库企业，逐户列出差距和办法。",
    "示例：由分管负责人牵头，每季度调度一次，年底总结经验做法。",
    "",
)
BODIES = ("示例：市中小企业主管部门", "示例：市科技主管部门", "示例：市金融主管部门")
ON_TIME, LATE = 10, 6  # days: until the last one, and since it


class WorkPlanStep(DemoStep):
    """The tree of the demo plan, a template, and a work plan of each district but one."""

    after = (PlanStep, AccountStep)

    def begin(self) -> None:
        plan = self.city.step(PlanStep).plan
        former = Plan.objects.filter(measures__isnull=False).exclude(pk=plan.pk).first()
        if former is not None:
            take_over(former, plan)
            _give_bodies_and_days(plan)
        for sort, (title, guidance, is_required) in enumerate(SECTIONS, 1):
            plan.sections.create(
                sort=sort, title=title, guidance=f"示例：{guidance}", is_required=is_required
            )

    def finish(self) -> None:
        plan = self.city.step(PlanStep).plan
        city = actor_of("city")
        with system_scope(reason="seed the demo city"):
            bureaus = Organisation.objects.filter(kind=OrganisationKind.DISTRICT_BUREAU)
            places = list(
                District.objects.filter(pk__in=bureaus.values("district_id")).order_by("sort")
            )
            _say_baselines(plan)
            own = [
                Membership.objects.values_list("district_id", flat=True).get(user__username=name)
                for name in ("district", "district2")
            ]
        first, second = (next(one for one in places if one.pk == pk) for pk in own)
        others = [one for one in places if one.pk not in own]
        due = timezone.localdate() + timedelta(days=ON_TIME)
        with acting_as(city):
            ask_for_plans(
                city, plan.pk, [one.pk for one in places if one is not others[-1]], due,
                "示例：请按模板编制，与分解任务不一致的写明原因。",
            )  # fmt: skip
        _leave_unfinished(first)
        _approve_twice(second, city)
        lives = (_file, _file_late, _return, _revise, _leave_overdue)
        for place, live in zip(others[:-1], lives, strict=False):
            live(place, city)


def _give_bodies_and_days(plan: Plan) -> None:
    """The document names few bodies and no days: the demo plan has invented ones."""
    today = timezone.localdate()
    for place, one in enumerate(plan.measures.order_by("part", "sort", "id")):
        one.leads = one.leads or [BODIES[place % len(BODIES)]]
        one.progress = (Measure.Progress.UNDER_WAY, Measure.Progress.DONE)[place % 5 == 4]
        if one.timing == Measure.Timing.UNSAID and one.parent_id and place % 2:
            one.timing = Measure.Timing.BY_DATE
            one.due_on = min(plan.ends_on, today + timedelta(days=30 * (place % 12) - 75))
        one.save()


def _say_baselines(plan: Plan) -> None:
    """What stood when the plan began, and what one of the targets wants by quarter."""
    figures = figures_for(plan)
    for one in plan.targets.all():
        found = [
            sums.stock for (metric, _), sums in figures.before.items() if metric == one.measure
        ]
        one.baseline, one.baseline_on = sum(found), plan.starts_on - timedelta(days=1)
        if one.counting == Target.Counting.RECOGNISED:
            days = quarter_ends(plan.starts_on, plan.ends_on)
            one.milestones = [
                [day.isoformat(), one.value * place // len(days)]
                for place, day in enumerate(days[:-1], 1)
            ]
        one.save()


def _reviewer(place: District) -> Actor:
    """The reviewer of a district, made where it has none."""
    with system_scope(reason="seed the demo city"):
        found = Membership.objects.filter(duty=Duty.DISTRICT_REVIEWER, district_id=place.pk).first()
        if found is None:
            bureau = Organisation.objects.get(
                kind=OrganisationKind.DISTRICT_BUREAU, district_id=place.pk
            )
            name = f"reviewer-{place.code}"
            make_account(name, f"示例{place.short_name[:2]}", bureau, Duty.DISTRICT_REVIEWER)
            found = Membership.objects.get(user__username=name)
        username = found.user.username
    return actor_of(username)


def _row(place: District, actor: Actor) -> WorkPlan:
    with acting_as(actor):
        row: WorkPlan = WorkPlan.objects.select_related("plan", "district").get(
            district_id=place.pk, plan__is_current=True
        )
    return row


def _written(row: WorkPlan, wanted: list[Wanted], *, less: int = 0) -> Content:
    """A whole work plan; with `less` it takes that much less of its share, and says why."""
    plan, today = row.plan, timezone.localdate()
    chosen = leaves(tree_of(plan))[::6]
    ends = [day for day in quarter_ends(plan.starts_on, plan.ends_on) if day.month == 12]
    stocks = set(plan.targets.filter(counting="stock").values_list("pk", flat=True))
    paths = {}
    for one in wanted:
        whole = max(0, (one.share or 0) - less)
        # What stands already is no new act: a stock grows by its last third alone.
        held = 2 * len(ends) if one.target in stocks else 0
        paths[one.target] = {
            day: whole * (held + place) // (held + len(ends)) for place, day in enumerate(ends, 1)
        } | {plan.ends_on: whole}
    return Content(
        texts={one["key"]: text for one, text in zip(row.sections, TEXTS, strict=True)},
        person="示例负责人",
        phone="0532-55500000",
        milestones=paths,
        explanations={
            one.target: "示例：在库企业不足，先培育后认定。"
            for one in wanted
            if less and one.share
        },
        items=tuple(
            Item(
                node.measure.pk, node.measure.title, node.measure.clause,
                "示例：列入年度工作要点，按季度调度。", "示例责任人",
                Decimal(20 + 15 * place),
                date(today.year, 1, 1), plan.ends_on,
            )
            for place, node in enumerate(chosen)
        ),
    )  # fmt: skip


def _write(place: District, *, less: int = 0) -> tuple[Actor, int]:
    actor = _reviewer(place)
    row = _row(place, actor)
    with acting_as(actor):
        content = _written(row, wanted_of(row), less=less)
        save_draft(actor, row.pk, lambda before: content, None)
    return actor, row.pk


def _step(actor: Actor, pk: int, name: str, given: WorkPlanInput | None = None) -> None:
    with acting_as(actor):
        MACHINE.execute(actor, pk, name, given)


def _let_it_be_late(pk: int) -> None:
    with system_scope(reason="seed the demo city"):
        day = timezone.localdate() - timedelta(days=LATE)
        WorkPlan.objects.filter(pk=pk).update(due_on=day)


def _leave_unfinished(place: District) -> None:
    actor = _reviewer(place)
    row = _row(place, actor)
    texts = {row.sections[0]["key"]: TEXTS[0]}
    with acting_as(actor):
        save_draft(actor, row.pk, lambda content: replace(content, texts=texts), None)


def _approve_twice(place: District, city: Actor) -> None:
    """Approved, revised with a reason, and approved again."""
    actor, pk = _write(place)
    _step(actor, pk, "file")
    _step(city, pk, "approve")
    _step(actor, pk, "revise", WorkPlanInput("示例：年中新增一批在库企业，调整分期计划。"))
    _write(place, less=1)
    _step(actor, pk, "file")
    _step(city, pk, "approve")


def _file(place: District, city: Actor) -> None:
    actor, pk = _write(place)
    _step(actor, pk, "file")


def _file_late(place: District, city: Actor) -> None:
    actor, pk = _write(place, less=2)
    _let_it_be_late(pk)
    _step(actor, pk, "file")
    _step(city, pk, "approve")


def _return(place: District, city: Actor) -> None:
    actor, pk = _write(place)
    _step(actor, pk, "file")
    with acting_as(city):
        key = WorkPlan.objects.get(pk=pk).sections[1]["key"]
    due = timezone.localdate() + timedelta(days=ON_TIME)
    remarks = {key: "示例：请写明重点企业名单和每季度的安排。"}
    _step(city, pk, "return", WorkPlanInput("示例：思路太笼统，请补充。", "", remarks, due))


def _revise(place: District, city: Actor) -> None:
    actor, pk = _write(place)
    _step(actor, pk, "file")
    _step(city, pk, "approve")
    _step(actor, pk, "revise", WorkPlanInput("示例：区划内企业搬迁，重新安排。"))


def _leave_overdue(place: District, city: Actor) -> None:
    _let_it_be_late(_row(place, _reviewer(place)).pk)
