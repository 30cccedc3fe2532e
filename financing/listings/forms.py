"""The forms of paths, milestones, introductions, contacts and plans."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from documents.fields import OneFile
from financing.form_fields import TermsForm
from financing.listings.actions.file_milestone import MilestoneTerms
from financing.listings.introduction_machine import IntroductionInput
from financing.models import (
    Adviser,
    ContactCard,
    FinancingProject,
    ListingPath,
    ListingStage,
    ListingTrack,
    Milestone,
)
from financing.whitelist.forms import ActForm
from lifecycle.transitions import Transition
from pages.fields import offer
from pages.records.form_fields import form_field
from pages.written_fields import WrittenDate, WrittenDecimal
from people.forms import JoiningForm


class TrackForm(forms.Form):
    """Which way an enterprise goes, and by when."""

    track = forms.TypedChoiceField(
        label="上市路径", coerce=int, error_messages={"required": "请选择一条路径。"}
    )
    target_on = WrittenDate(label="计划完成日期", required=False, help_text="不填不提醒")

    def __init__(
        self, data: QueryDict | None = None, *, without: int | None = None, auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        rows = ListingTrack.objects.filter(retired_at=None).exclude(pk=without or 0)
        offer(self, "track", [("", "请选择"), *((str(one.pk), one.name) for one in rows)])


class BoardForm(TrackForm):
    """Another way, and why."""

    reason = forms.CharField(
        label="原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明为什么换路径。"},
    )

    def __init__(self, path: ListingPath, data: QueryDict | None = None) -> None:
        super().__init__(data, without=path.track_id, auto_id="board_%s")


class EndForm(forms.Form):
    """Why a path is given up."""

    reason = forms.CharField(
        label="原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明原因。"},
    )


ADVISERS = {
    "sponsor": Adviser.Kind.SPONSOR,
    "law_firm": Adviser.Kind.LAW_FIRM,
    "auditor": Adviser.Kind.AUDITOR,
}


class MilestoneForm(TermsForm):
    """What proves that a stage was reached."""

    class Meta:
        model = Milestone
        fields = ("reached_on", "proof_number", "security_code", "financed")
        formfield_callback = form_field

    def __init__(
        self,
        stage: ListingStage,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        kept: Milestone | None = None,
    ) -> None:
        super().__init__(data, instance=kept)
        self.files = files if files is not None else MultiValueDict()
        for name, kind in ADVISERS.items():
            self.fields[name] = forms.ModelChoiceField(
                Adviser.objects.filter(kind=kind, retired_at=None),
                label=kind.label,
                required=False,
                empty_label="没有或还没有登记",
                initial=getattr(kept, f"{name}_id", None),
            )
        self.fields["proof"] = OneFile(
            label="证明文件", required=kept is None or kept.proof_id is None,
            help_text=f"{stage.proof}。",
        )  # fmt: skip
        self.fields["proof"].error_messages["required"] = "请上传证明文件。"

    def terms(self) -> MilestoneTerms:
        return MilestoneTerms(
            **{name: self.cleaned_data[name] for name in (*self.Meta.fields, *ADVISERS)}
        )

    @property
    def upload(self) -> UploadedFile | None:
        return self.cleaned_data.get("proof") or None


class ContactForm(TermsForm):
    """Whom the other side may call once both agree."""

    class Meta:
        model = ContactCard
        fields = ("name", "phone", "email")
        formfield_callback = form_field


class AskForm(forms.Form):
    """What the other side is told when it is asked."""

    message = forms.CharField(
        label="想对对方说的话",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不要写电话和邮箱；双方同意后平台会互相提供",
    )


class InvestmentForm(ActForm):
    """What was invested."""

    invested = WrittenDecimal(
        label="投资金额", unit="万元", error_messages={"required": "请填写投资金额。"}
    )
    invested_on = WrittenDate(label="投资日期", error_messages={"required": "请填写投资日期。"})

    def given(self) -> IntroductionInput:
        return IntroductionInput(
            self.cleaned_data["reason"],
            "",
            self.cleaned_data["invested"],
            self.cleaned_data["invested_on"],
        )


def act_form(
    transition: Transition[Any, Any], data: QueryDict | None = None
) -> ActForm | InvestmentForm:
    """The form of an act on an introduction."""
    kind = InvestmentForm if transition.name == "invest" else ActForm
    missing = transition.reason_missing
    return kind(
        transition, data, auto_id=f"{transition.name}_%s", label="说明（对方和主管部门可见）",
        missing=missing,
    )  # fmt: skip


class PlanForm(forms.Form):
    """The business plan, and the enterprise's consent to who reads it."""

    plan = OneFile(label="商业计划书", required=False)
    readers = forms.ChoiceField(
        label="给谁看",
        choices=FinancingProject.PlanReaders.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择给谁看。"},
    )
    agrees = forms.BooleanField(
        label="本企业同意平台按上面的选择提供这份商业计划书，可以随时更换或改变范围",
        error_messages={"required": "请确认同意后再保存。"},
    )


class SeatForm(forms.Form):
    """Which project is shown."""

    project = forms.TypedChoiceField(
        label="路演项目", coerce=int, error_messages={"required": "请选择要路演的项目。"}
    )

    def __init__(self, organisation_id: int, data: QueryDict | None = None) -> None:
        super().__init__(data)
        rows = FinancingProject.objects.filter(
            organisation_id=organisation_id, is_open=True, retired_at=None
        )
        offer(self, "project", [("", "请选择"), *((str(one.pk), one.name) for one in rows)])


class InvestorForm(JoiningForm):
    """An investor that joins, and its first administrator."""

    then = "填写投资偏好"
