"""Forms of the acts on one case."""

from collections.abc import Sequence
from typing import TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from documents.file_fields import SeveralFiles
from pages.fields import field_of, offer
from pages.written_fields import WrittenDate
from procedures.cases.parts import in_words_of
from procedures.models import ReturnItem
from schemes.definition.criteria import Criterion
from schemes.evaluation.evaluate import Finding

Files: TypeAlias = MultiValueDict[str, UploadedFile]


class MarkForm(forms.Form):
    """Handing one field back."""

    kind = forms.ChoiceField(label="问题", choices=ReturnItem.Kind.choices)
    text = forms.CharField(
        label="需要怎样修改", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class OpinionForm(forms.Form):
    """What is said about a decision; whether it must be is the decision's to say."""

    reason = forms.CharField(
        label="意见（企业可见）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "o"}),
    )


class MessageForm(forms.Form):
    """A message to the applicant of a case, or the applicant's answer."""

    text = forms.CharField(
        label="内容",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明内容。"},
    )
    attachments = SeveralFiles(
        label="附件",
        required=False,
        help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB",
    )

    def __init__(self, data: QueryDict | None = None, files: Files | None = None) -> None:
        super().__init__(data, files, prefix="message")


UPHELD = [("no", "异议不成立，继续认定"), ("yes", "异议成立，不予认定")]


class AnswerForm(forms.Form):
    """The answer to an objection, in the words of what the case is about; each conclusion has its
    button."""

    upheld = forms.ChoiceField(
        label="结论", choices=UPHELD, error_messages={"required": "请选择结论。"}
    )
    answer = forms.CharField(
        label="答复",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写答复。"},
    )

    def __init__(self, objection_id: int, outcome: str, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"objection-{objection_id}-%s")
        self.objection_id = objection_id
        choices = field_of(self, "upheld", forms.ChoiceField)
        choices.choices = [(key, in_words_of(outcome, word)) for key, word in UPHELD]


class JudgementForm(forms.Form):
    """Judging one condition that the portal cannot compute."""

    is_met = forms.TypedChoiceField(
        label="判断",
        choices=[("yes", "符合"), ("no", "不符合")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择符合还是不符合。"},
    )
    basis = forms.CharField(
        label="依据（企业可见）",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明判断的依据，企业会看到。"},
    )


class ManyJudgementsForm(JudgementForm):
    """Judging one condition of several cases alike."""

    criterion = forms.ChoiceField(
        label="哪一项条件", error_messages={"required": "请选择一项条件。"}
    )
    field_order = ("criterion", "is_met", "basis")

    def __init__(self, data: QueryDict | None = None, *, criteria: Sequence[Criterion]) -> None:
        super().__init__(data)
        offer(self, "criterion", [(one.key, one.label) for one in criteria])


class WaiverForm(forms.Form):
    """Waiving one condition of a case."""

    criterion = forms.ChoiceField(label="豁免哪一项条件")
    reason = forms.CharField(
        label="理由（企业可见）", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.CharField(label="依据文件或会议纪要", max_length=200)
    expires_on = WrittenDate(label="豁免有效期至")

    def __init__(self, data: QueryDict | None = None, *, findings: Sequence[Finding]) -> None:
        super().__init__(data, prefix="waiver")
        offer(self, "criterion", [(one.key, one.label) for one in findings])
        self.is_possible = bool(findings)
