"""The form for what holds for the whole of a scheme."""

from django import forms
from pydantic import ValidationError

from pages.fields import offer
from schemes.checking.problems import words_of
from schemes.definition.form import FieldKind
from schemes.definition.scheme import Timetable
from schemes.definition.stored import (
    Stored,
    fields_in,
    part_in,
    rows_in,
    text_in,
    texts_in,
)
from schemes.definition.words import Path
from schemes.designer.part_form import PartForm, number, text
from schemes.outcomes import known_outcomes

BASICS = "basics"
DAYS = {
    "district_review_days": "区市审核（工作日）",
    "city_review_days": "市级审核（工作日）",
    "expert_review_days": "专家评审（工作日）",
    "correction_days": "补正（工作日）",
    "notice_days": "公示（工作日）",
    "validity_months": "证书有效期（月）",
    "recheck_notice_days": "期满前多少天可以申请复核",
}


class BasicsForm(PartForm):
    """What holds for the whole: title, outcome, stages, terms, declaration."""

    kind, noun, has_key = BASICS, "基本信息", False

    title = text("标题", 500)
    title_field = forms.ChoiceField(label="用哪个问题的回答作申报名称", required=False)
    outcome = forms.ChoiceField(label="通过后颁发")
    expert_review = forms.BooleanField(label="经过专家评审", required=False)
    district_review_days = number(DAYS["district_review_days"], whole=True, required=True)
    city_review_days = number(DAYS["city_review_days"], whole=True, required=True)
    expert_review_days = number(DAYS["expert_review_days"], whole=True)
    correction_days = number(DAYS["correction_days"], whole=True, required=True)
    notice_days = number(DAYS["notice_days"], whole=True, required=True)
    validity_months = number(DAYS["validity_months"], whole=True, required=True)
    recheck_notice_days = number(DAYS["recheck_notice_days"], whole=True)
    yearly_update_by = text("持证企业每年更新数据的截止日", 5, "月-日，如 05-31", required=False)
    source = text("办理时限的依据", 500, "没有依据的写“示例值”，企业会看到", required=False)
    recheck_leave_out = forms.MultipleChoiceField(
        label="复核时不适用的条件",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选则复核与认定的条件相同；复核门槛不同的，在该条件的“情形”里写 is_recheck",
    )
    recheck_validity_months = number("复核通过后的有效期（月）", "不填与认定相同", whole=True)
    declaration = forms.CharField(
        label="真实性承诺", max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def offer_choices(self) -> None:
        offer(self, "title_field", [("", "请选择"), *texts_of(self.scheme)])
        offer(self, "outcome", [("", "请选择"), *known_outcomes()])
        offer(self, "recheck_leave_out", conditions_of(rows_in(self.scheme, "criteria")))

    def shown(self) -> dict[str, object]:
        recheck = part_in(self.part, "recheck")
        return {
            **super().shown(),
            **part_in(self.part, "timetable"),
            "expert_review": "expert_review" in texts_in(self.part, "stages"),
            "recheck_leave_out": texts_in(recheck, "leave_out"),
            "recheck_validity_months": recheck.get("validity_months"),
        }

    def made(self) -> dict[str, object]:
        made = dict(self.cleaned_data)
        timetable = {name: made.pop(name) for name in (*DAYS, "yearly_update_by", "source")}
        stages = ["district_review", "city_review"]
        if made.pop("expert_review"):
            stages.append("expert_review")
        known = {name: value for name, value in timetable.items() if value not in (None, "")}
        recheck = self._recheck(made.pop("recheck_leave_out"), made.pop("recheck_validity_months"))
        return {**made, "timetable": known, "stages": stages, "recheck": recheck}

    def _recheck(self, leave_out: list[str], months: int | None) -> dict[str, object]:
        """What is different then; conditions of its own, which the form does not show, stay."""
        before = part_in(self.part, "recheck")
        kept = {key: value for key, value in before.items() if key == "criteria"}
        term = {"validity_months": months} if months is not None else {}
        if not (before or leave_out or term):
            return {}
        return {**kept, "leave_out": leave_out, **term}

    def check(self, part: Stored) -> list[tuple[Path, str]]:
        try:
            Timetable.model_validate(part["timetable"])
        except ValidationError as wrong:
            for error in wrong.errors():
                self.add_error(str(error["loc"][0]), words_of(error))
        if len(text_in(part, "declaration")) < 10:
            self.add_error("declaration", "至少写 10 个字。")
        return []


def conditions_of(groups: list[Stored]) -> list[tuple[str, str]]:
    """Key and label of every condition, also of those in groups inside groups."""
    found = []
    for group in groups:
        keys = {text_in(one, "key"): text_in(one, "label") for one in rows_in(group, "criteria")}
        found += [(key, label or key) for key, label in keys.items() if key]
        found += conditions_of(rows_in(group, "groups"))
    return found


def texts_of(scheme: Stored) -> list[tuple[str, str]]:
    """Key and label of every question that is answered by a line of text."""
    return [
        (text_in(field, "key"), text_in(field, "label"))
        for field in fields_in(scheme)
        if field.get("kind") == FieldKind.TEXT
    ]
