"""Forms of expert review: the pool's entries, the drawing of a panel, a sheet of marks."""

from collections.abc import Sequence

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from accounts.models import User
from enterprises.rules.industry import divisions
from pages.fields import note, offer
from pages.widgets import NumberText
from pages.written_fields import WrittenDate, WrittenDecimal, WrittenInteger
from procedures.experts.actions.draw_panel import PanelSettings
from procedures.experts.actions.save_expert import Profile
from procedures.experts.panels.marks import MARK, OPINION, REMARK, items_of
from procedures.experts.panels.results import TRIMMED_FROM
from procedures.models import Expert, ExpertTie, ScoreSheet

MANUFACTURING = range(13, 44)  # divisions of section C


def _industries() -> list[tuple[str, str]]:
    """Manufacturing first: the plan is about manufacturers."""
    known = sorted(divisions().items())
    made = [one for one in known if int(one[0]) in MANUFACTURING]
    others = [one for one in known if int(one[0]) not in MANUFACTURING]
    return [(code, f"{code} {name}") for code, name in (*made, *others)]


class ProfileForm(forms.Form):
    """What is known of an expert."""

    employer = forms.CharField(
        label="工作单位", max_length=200, help_text="全称；抽取时据此回避本单位的申报"
    )
    employer_code = forms.CharField(
        label="单位统一社会信用代码", max_length=18, required=False, help_text="单位是企业时请填写"
    )
    position = forms.CharField(label="职称或职务", max_length=60, required=False)
    speciality = forms.ChoiceField(
        label="专长", choices=Expert.Speciality.choices, widget=forms.RadioSelect
    )
    industries = forms.MultipleChoiceField(
        label="熟悉的行业",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="可选多个；抽取时同等条件下优先熟悉该行业的专家",
    )

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "industries", _industries())

    def profile(self) -> Profile:
        data = self.cleaned_data
        return Profile(
            data["employer"],
            data["employer_code"],
            data["position"],
            data["speciality"],
            tuple(data["industries"]),
        )


def shown_profile(expert: Expert) -> dict[str, object]:
    """An entry of the pool as its form shows it."""
    names = ("employer", "employer_code", "position", "speciality", "industries", "is_active")
    return {name: getattr(expert, name) for name in names}


class NewExpertForm(ProfileForm):
    """A person with the duty of an expert, taken into the pool."""

    field_order = ("user",)
    user = forms.TypedChoiceField(label="专家", coerce=int)

    def __init__(
        self, data: QueryDict | None, *, initial: dict[str, object], people: Sequence[User]
    ) -> None:
        super().__init__(data, initial=initial)
        offer(self, "user", [(str(one.pk), f"{one}（{one.email}）") for one in people])


class ExpertForm(ProfileForm):
    """An entry of the pool, as the city changes it."""

    is_active = forms.BooleanField(label="可以抽取", required=False)


class TieForm(forms.Form):
    """An enterprise that an expert must not judge."""

    name = forms.CharField(label="企业名称", max_length=200)
    credit_code = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    kind = forms.ChoiceField(label="关系", choices=ExpertTie.Kind.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)


class PanelForm(forms.Form):
    """How a panel is drawn and counted."""

    title = forms.CharField(label="评审组名称", max_length=80)
    per_case = WrittenInteger(label="每件专家数", help_text="一般为 3 或 5 位")
    trimming = forms.BooleanField(
        label=f"去掉一个最高分和一个最低分（每件至少 {TRIMMED_FROM} 位专家）", required=False
    )
    spread_limit = WrittenDecimal(
        label="分差上限",
        help_text="专家总分按百分制相差超过这个分数时，补充一位专家评审",
    )
    due_on = WrittenDate(label="评审截止")
    experts = forms.TypedMultipleChoiceField(
        label="参加抽取的专家",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择参加抽取的专家。"},
    )

    def __init__(
        self, data: QueryDict | None, *, initial: dict[str, object], experts: Sequence[Expert]
    ) -> None:
        super().__init__(data, initial=initial)
        note(self.fields["spread_limit"], unit="分")
        choices = [
            (str(one.user_id), f"{one.user} · {one.employer} · {one.get_speciality_display()}")
            for one in experts
        ]
        offer(self, "experts", choices)

    def settings(self) -> PanelSettings:
        data = self.cleaned_data
        return PanelSettings(
            data["title"],
            data["per_case"],
            data["trimming"],
            data["spread_limit"],
            data["due_on"],
            tuple(data["experts"]),
        )


class SheetForm(forms.Form):
    """A sheet of marks; each field saves itself."""

    def __init__(self, sheet: ScoreSheet, problems: dict[str, str]) -> None:
        self.problems = problems
        initial = {
            **{f"{MARK}{key}": text for key, text in sheet.marks.items()},
            **{f"{REMARK}{key}": text for key, text in sheet.remarks.items()},
            OPINION: sheet.opinion,
        }
        super().__init__(initial=initial)
        for item in items_of(sheet):
            maximum = f"{item.maximum.normalize():f}"
            mark = forms.CharField(
                label=f"{item.label}（0–{maximum} 分）",
                widget=NumberText(),
                required=True,
                help_text=item.hint,
            )
            note(mark, unit="分")
            self.fields[f"{MARK}{item.key}"] = mark
            self.fields[f"{REMARK}{item.key}"] = forms.CharField(
                label="评分说明",
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
            )
        self.fields[OPINION] = forms.CharField(
            label="总体评审意见",
            widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
            help_text="写明主要优点、不足和是否推荐",
        )

    @property
    def errors(self) -> ErrorDict:
        """What is wrong with the marks, shown beside the fields without binding the form."""
        return ErrorDict({key: ErrorList([text]) for key, text in self.problems.items()})
