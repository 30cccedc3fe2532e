"""The forms of work plans: what the city asks, what the district writes, what is said about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import District
from lifecycle.transitions import Transition
from pages.written_fields import (
    WrittenDate,
    WrittenDecimal,
    WrittenInteger,
    WrittenName,
    WrittenPhone,
)
from reports.models import Plan, WorkPlan
from reports.targets.measures.tree import leaves, tree_of
from reports.targets.months import quarter_ends
from reports.targets.rules import UNSPLIT, named
from reports.targets.workplans.content import Content, Item
from reports.targets.workplans.machine import WorkPlanInput
from reports.targets.workplans.rules import Wanted

LONGEST_TEXT = 5_000
MOST = 1_000_000
MOST_BUDGET = 10_000_000  # 万元


@dataclass(frozen=True)
class Group:
    """Fields of a form that stand together."""

    title: str
    note: str
    fields: list[forms.BoundField]


class PartForm(forms.Form):
    """A part of a work plan; a draft may be incomplete, so nothing is asked for until it is
    filed."""

    def __init__(self, content: Content, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.content = content
        self._groups: list[tuple[str, str, list[str]]] = []

    @property
    def groups(self) -> list[Group]:
        return [
            Group(title, note, [self[name] for name in names])
            for title, note, names in self._groups
        ]

    def apply(self, content: Content) -> Content:
        """What the form, which is valid, makes of the content."""
        raise NotImplementedError


class TextForm(PartForm):
    """The sections of the template, and who answers for the plan."""

    def __init__(self, row: WorkPlan, content: Content, data: QueryDict | None = None) -> None:
        super().__init__(content, data)
        for one in row.sections:
            name = f"text-{one['key']}"
            self.fields[name] = forms.CharField(
                label=one["title"],
                required=False,
                max_length=LONGEST_TEXT,
                initial=content.texts.get(one["key"], ""),
                widget=forms.Textarea(attrs={"rows": 6, "data-char-count": ""}),
                help_text="" if one["required"] else "选填。",
            )
            remark = row.remarks.get(one["key"], "")
            note = f"市级意见：{remark}" if remark else one["guidance"]
            names = [name]
            if remark:
                names.append(self._ask_why_unchanged(one["key"]))
            self._groups.append((one["title"], note, names))
        self.fields["person"] = WrittenName(
            label="负责人", required=False, max_length=60, initial=content.person
        )
        self.fields["phone"] = WrittenPhone(
            label="联系电话", required=False, max_length=40, initial=content.phone
        )
        self._groups.append(("组织", "谁对这份计划负责。", ["person", "phone"]))
        self.keys = [one["key"] for one in row.sections]

    def _ask_why_unchanged(self, key: str) -> str:
        """The district may keep what the city remarked on, and says why beside it."""
        name = f"reply-{key}"
        self.fields[name] = forms.CharField(
            label="不修改的原因", required=False, max_length=500,
            initial=self.content.replies.get(key, ""),
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="正文已按意见修改的不填。",
        )  # fmt: skip
        return name

    def apply(self, content: Content) -> Content:
        given = self.cleaned_data
        texts = {key: given[f"text-{key}"] for key in self.keys}
        replies = {
            key: text for key in self.keys if (text := given.get(f"reply-{key}", "").strip())
        }
        return replace(
            content, texts=texts, person=given["person"], phone=given["phone"], replies=replies
        )


def days_to_plan(plan: Plan, planned: Iterable[date]) -> list[date]:
    """The days that a district plans for: the ends of the years that are left, of the quarters of
    this and the next one, of the plan, and what it has planned already."""
    today = timezone.localdate()
    days = {
        day
        for day in quarter_ends(plan.starts_on, plan.ends_on)
        if day >= today and (day.month == 12 or day.year <= today.year + 1)
    }
    return sorted({*days, *planned, plan.ends_on})


class TargetsForm(PartForm):
    """The district's own milestones of each target, cumulative from the plan's beginning as the
    target counts."""

    def __init__(
        self,
        row: WorkPlan,
        wanted: list[Wanted],
        content: Content,
        data: QueryDict | None = None,
        present: Mapping[int, int] | None = None,
    ) -> None:
        """`present` is what the district has of each target now, by its id."""
        super().__init__(content, data)
        self.asked: dict[int, dict[str, date]] = {}
        for one in wanted:
            path = content.milestones.get(one.target, {})
            days = {f"target-{one.target}-{day}": day for day in days_to_plan(row.plan, path)}
            self.asked[one.target] = days
            for name, day in days.items():
                last = day == row.plan.ends_on
                field = WrittenInteger(
                    label=f"{named(day)}{'（期末）' if last else ''}",
                    required=False, min_value=0, max_value=MOST,
                    # The usual plan is to do what was split.
                    initial=path.get(day, one.share if last and not path else None),
                )  # fmt: skip
                field.unit = one.unit
                self.fields[name] = field
            why = f"why-{one.target}"
            self.fields[why] = forms.CharField(
                label="与分解任务不一致的原因",
                required=False,
                max_length=500,
                initial=content.explanations.get(one.target, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="期末计划数与分解任务相同时不填。",
            )
            share = UNSPLIT if one.share is None else f"分解任务 {one.share:,} {one.unit}"
            held = (present or {}).get(one.target)
            now = "" if held is None else f"，现在 {held:,} {one.unit}"
            note = f"{share}{now}。填写各期末应达到的累计数，季度数选填。"
            self._groups.append((one.label, note, [*days, why]))

    def apply(self, content: Content) -> Content:
        given = self.cleaned_data
        milestones = {
            target: {day: given[name] for name, day in days.items() if given[name] is not None}
            for target, days in self.asked.items()
        }
        explanations = {
            target: text for target in self.asked if (text := given[f"why-{target}"].strip())
        }
        return replace(content, milestones=milestones, explanations=explanations)


class ChooseForm(PartForm):
    """Which measures of the plan's tree the district carries out."""

    def __init__(self, row: WorkPlan, content: Content, data: QueryDict | None = None) -> None:
        super().__init__(content, data)
        branches = tree_of(row.plan)
        self.known = {str(node.measure.pk): node.measure for node in leaves(branches)}
        tasks = [node for branch in branches for node in branch.nodes]
        self.fields["measures"] = forms.MultipleChoiceField(
            label="本区市落实的措施",
            required=False,
            choices=[
                (
                    f"{node.measure.clause} {node.measure.title}".strip(),
                    [(str(one.measure.pk), one.measure.title) for one in (node.children or [node])],
                )
                for node in tasks
            ],
            initial=[str(one.measure) for one in content.items],
            widget=forms.CheckboxSelectMultiple,
        )
        note = "取消勾选的措施，已写的安排会一并去掉。"
        self._groups.append(("从措施树选择", note, ["measures"]))

    def apply(self, content: Content) -> Content:
        chosen = set(self.cleaned_data["measures"])
        rows = [one for key, one in self.known.items() if key in chosen]
        return content.with_items(Item(one.pk, one.title, one.clause) for one in rows)


class ArrangeForm(PartForm):
    """What the district does about each measure that it chose."""

    def __init__(self, row: WorkPlan, content: Content, data: QueryDict | None = None) -> None:
        super().__init__(content, data)
        for one in content.items:
            self._groups.append((one.title, one.clause, self._fields_of(one)))

    def _fields_of(self, one: Item) -> list[str]:
        made: dict[str, forms.Field] = {
            "task": forms.CharField(
                label="本区市安排", required=False, max_length=500, initial=one.task,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            "person": WrittenName(
                label="责任人", required=False, max_length=60, initial=one.person
            ),
            "budget": WrittenDecimal(
                label="预算", unit="万元", required=False, min_value=0, max_value=MOST_BUDGET,
                max_digits=12, decimal_places=2,
                initial=f"{one.budget.normalize():f}" if one.budget is not None else "",
            ),
            "starts_on": WrittenDate(label="开始日期", required=False, initial=one.starts_on),
            "ends_on": WrittenDate(label="完成日期", required=False, initial=one.ends_on),
        }  # fmt: skip
        names = {f"{name}-{one.measure}": field for name, field in made.items()}
        self.fields.update(names)
        return list(names)

    def apply(self, content: Content) -> Content:
        given = self.cleaned_data
        items = tuple(
            replace(
                one,
                task=given[f"task-{one.measure}"],
                person=given[f"person-{one.measure}"],
                budget=given[f"budget-{one.measure}"],
                starts_on=given[f"starts_on-{one.measure}"],
                ends_on=given[f"ends_on-{one.measure}"],
            )
            if f"task-{one.measure}" in given
            else one
            for one in content.items
        )
        return replace(content, items=items)


class AskForm(forms.Form):
    """Which districts are asked for a work plan, and by when."""

    districts = forms.MultipleChoiceField(
        label="区市",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个区市。"},
    )
    due_on = WrittenDate(
        label="报送期限",
        help_text="到当天 24:00。",
        error_messages={"required": "请写明报送期限。"},
    )
    note = forms.CharField(
        label="布置要求", required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, plan: Plan, data: QueryDict | None = None) -> None:
        asked = set(plan.work_plans.values_list("district_id", flat=True))
        free = [
            (str(one.pk), one.name)
            for one in District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
            if one.pk not in asked
        ]
        super().__init__(data, initial={"districts": [key for key, _ in free]})
        field = self.fields["districts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = free


class StepForm(forms.Form):
    """What a transition of a work plan asks for: the reason, the day, remarks by section."""

    reason = forms.CharField(
        label="说明", required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        row: WorkPlan,
        step: Transition[WorkPlan, WorkPlanInput],
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{step.name}_%s")
        self.row = row
        reason = self.fields["reason"]
        reason.required = step.reason_required
        reason.error_messages["required"] = step.reason_missing
        if step.reason_required:
            reason.label = "原因"
        if step.name in ("return", "extend"):
            self.fields["due_on"] = WrittenDate(
                label="报送期限", error_messages={"required": "请写明报送期限。"}
            )
        if step.name == "return":
            for one in row.sections:
                self.fields[f"remark-{one['key']}"] = forms.CharField(
                    label=f"对“{one['title']}”的意见",
                    required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                )  # fmt: skip

    def given(self) -> WorkPlanInput:
        """What the person gave; of a form that is valid."""
        found = self.cleaned_data
        remarks = {
            one["key"]: text
            for one in self.row.sections
            if (text := found.get(f"remark-{one['key']}", "").strip())
        }
        return WorkPlanInput(found["reason"], "", remarks, found.get("due_on"))
