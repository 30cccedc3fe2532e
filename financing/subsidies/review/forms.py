"""The forms of a claim's review. Amounts are typed in 万元 and given in 元."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from documents.fields import OneFile
from documents.file_fields import SeveralFiles
from documents.file_types import PDF
from financing.models import CheckFinding, CutNotice, LetterAnswer, LineDecision, ReviewTerms
from financing.money import WAN
from financing.subsidies.review.actions.answer_letter import OfficeAnswer
from financing.subsidies.review.actions.decide_line import LineChoice
from financing.subsidies.review.actions.send_letter import MOST_DAYS, LetterTerms
from financing.subsidies.review.terms import HINTS
from pages.fields import offer
from pages.request_values import whole_number
from pages.written_fields import WrittenDate, WrittenDecimal, WrittenInteger, WrittenPhone
from people.forms import FirstPersonForm, JoiningForm

Files = MultiValueDict[str, UploadedFile]
LINES = forms.Textarea(attrs={"rows": 3})


class LineForm(forms.Form):
    """What a reviewer decides of one line."""

    verdict = forms.ChoiceField(label="决定", choices=LineDecision.Verdict.choices, required=False)
    counted = WrittenDecimal(
        label="认定金额", unit="万元", required=False, max_digits=14, decimal_places=6
    )
    reason = forms.CharField(label="理由（企业可见）", max_length=500, required=False)

    def choice(self) -> LineChoice:
        """What was decided; of a form that is valid."""
        data, counted = self.cleaned_data, self.cleaned_data["counted"]
        return LineChoice(
            data["verdict"],
            None if counted is None else (counted * WAN).quantize(Decimal("0.01")),
            data["reason"],
            whole_number(self.data.get("shown")) or 0,
        )


class CheckForm(forms.Form):
    """What was found of one item of the checklist."""

    result = forms.ChoiceField(
        label="结论", choices=[("", "请选择"), *CheckFinding.Result.choices],
        error_messages={"required": "请选择结论。"},
    )  # fmt: skip
    evidence = forms.CharField(
        label="核对情况", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明怎样核对、看到什么。"},
    )  # fmt: skip
    source = forms.CharField(
        label="来源", max_length=200, help_text="查询的系统和时间，或函件、现场核查",
        error_messages={"required": "请写明来源，如查询的系统和时间、函件编号。"},
    )  # fmt: skip

    def __init__(self, place: int, check: str, data: QueryDict | None = None) -> None:
        """`place` of the item in the checklist: the page has a form for each."""
        super().__init__(data, auto_id=f"check_{place}_%s")
        self.fields["evidence"].help_text = HINTS.get(check, "")


class LetterForm(forms.Form):
    """A letter to another office."""

    office = forms.ChoiceField(
        label="平台上的单位", required=False,
        help_text="在平台有账号的单位登录后答复；没有的填写名称和邮箱，凭一次性链接答复",
    )  # fmt: skip
    office_name = forms.CharField(label="被询单位", max_length=100, required=False)
    email = forms.EmailField(label="收件邮箱", required=False)
    check = forms.ChoiceField(label="用于核对", required=False)
    subject = forms.CharField(
        label="问什么", max_length=100, error_messages={"required": "请填写问什么。"}
    )
    text = forms.CharField(
        label="函件正文", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="对方看得到企业名称、信用代码、资金项目和这里写的内容，看不到金额和材料",
        error_messages={"required": "请填写函件正文。"},
    )  # fmt: skip
    days = WrittenInteger(
        label="答复期限", unit="个工作日", min_value=1, max_value=MOST_DAYS,
        error_messages={"required": "请填写期限。"},
    )  # fmt: skip

    def __init__(
        self, terms: ReviewTerms, own_id: int, data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"days": terms.letter_days, **(initial or {})})
        kinds = (OrganisationKind.CITY_BUREAU, OrganisationKind.DISTRICT_BUREAU)
        offices = Organisation.objects.filter(kind__in=kinds, is_active=True).exclude(pk=own_id)
        rows = offices.order_by("district__sort", "id").values_list("pk", "name")
        self.names = {str(pk): name for pk, name in rows}
        offer(self, "office", [("", "不选，用邮件发一次性链接"), *self.names.items()])
        offer(self, "check", [("", "不对应核对项"), *((one, one) for one in terms.checks)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("office"):
            if not data.get("office_name"):
                self.add_error("office_name", "请填写向哪个单位函询。")
            if not data.get("email") and "email" not in self.errors:
                self.add_error("email", "请填写收件邮箱，或选择平台上的单位。")
        return data

    def terms(self) -> LetterTerms:
        """What the letter says; of a form that is valid."""
        data, office = self.cleaned_data, self.cleaned_data["office"]
        return LetterTerms(
            office_name=self.names[office] if office else data["office_name"],
            subject=data["subject"],
            text=data["text"],
            days=data["days"],
            email="" if office else data["email"],
            office_id=int(office) if office else None,
            check=data["check"],
        )


class OfficeForm(forms.Form):
    """What an office answers."""

    position = forms.ChoiceField(
        label="意见", choices=LetterAnswer.Position.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择意见。"},
    )  # fmt: skip
    text = forms.CharField(
        label="情况和依据", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}), help_text="有异议或提供情况的必填",
    )  # fmt: skip
    department = forms.CharField(
        label="单位和处室", max_length=100, error_messages={"required": "请填写单位和处室。"}
    )
    name = forms.CharField(
        label="答复人", max_length=60, error_messages={"required": "请填写答复人姓名。"}
    )
    phone = WrittenPhone(label="联系电话", error_messages={"required": "请填写联系电话。"})
    file = OneFile(label="附件", required=False, help_text="盖章的复函等，可以不附。")

    def answer(self) -> OfficeAnswer:
        """What is answered; of a form that is valid."""
        data = {name: self.cleaned_data[name] for name in self.fields if name != "file"}
        return OfficeAnswer(**data, file=self.cleaned_data["file"] or None)


class CutAnswerForm(forms.Form):
    """An enterprise's one answer to a cut; each line has a field of its own."""

    position = forms.ChoiceField(
        label="您的意见", choices=CutNotice.Position.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择是否同意核减。"},
    )  # fmt: skip
    reason = forms.CharField(
        label="说明", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不同意的，写明理由；也可以只在下面有关的行后写",
    )  # fmt: skip

    def __init__(
        self, notice: CutNotice, data: QueryDict | None = None, files: Files | None = None
    ) -> None:
        super().__init__(data, files)
        self.numbers = [str(line["number"]) for line in notice.lines]
        for line in notice.lines:
            self.fields[f"line_{line['number']}"] = forms.CharField(
                label=f"第 {line['number']} 行 {line['name']}", max_length=500, required=False
            )
        self.fields["files"] = SeveralFiles(
            label="补充材料", required=False,
            help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB",
        )  # fmt: skip

    @property
    def line_answers(self) -> dict[str, str]:
        return {number: self.cleaned_data[f"line_{number}"] for number in self.numbers}


class VisitForm(forms.Form):
    """A visit, with what was seen of each line."""

    visited_on = WrittenDate(label="核查日期", error_messages={"required": "请填写核查日期。"})
    visitors = forms.CharField(
        label="核查人员", max_length=200, help_text="两人以上，姓名用顿号分开",
        error_messages={"required": "请填写核查人员。"},
    )  # fmt: skip
    place = forms.CharField(
        label="地点", max_length=200, error_messages={"required": "请填写地点。"}
    )
    summary = forms.CharField(
        label="核查情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写核查情况。"},
    )  # fmt: skip
    photos = SeveralFiles(
        label="照片", required=False,
        help_text="JPG 或 PNG，一次最多 5 张，保存后可以继续添加并注明是哪一行",
    )  # fmt: skip
    SEEN = [("", "未核"), ("yes", "见到实物"), ("no", "没有见到")]

    def __init__(
        self, numbers: list[int], data: QueryDict | None = None, files: Files | None = None
    ) -> None:
        super().__init__(data, files, initial={"visited_on": timezone.localdate()})
        self.numbers = numbers
        for number in numbers:
            self.fields[f"seen_{number}"] = forms.ChoiceField(
                label=f"第 {number} 行", choices=self.SEEN, required=False
            )
            self.fields[f"note_{number}"] = forms.CharField(
                label=f"第 {number} 行的情况", max_length=300, required=False
            )

    def seen(self) -> dict[int, bool]:
        told = {number: self.cleaned_data[f"seen_{number}"] for number in self.numbers}
        return {number: text == "yes" for number, text in told.items() if text}

    def notes(self) -> dict[int, str]:
        return {number: self.cleaned_data[f"note_{number}"] for number in self.numbers}


class PhotosForm(forms.Form):
    """Further photos of a visit."""

    line = WrittenInteger(label="哪一行（不填为整体）", required=False, min_value=1)
    photos = SeveralFiles(
        label="照片", help_text="一次最多 5 张", error_messages={"required": "请选择照片。"}
    )


class AssignForm(forms.Form):
    """Which firm audits, and until when."""

    firm = forms.TypedChoiceField(
        label="审计机构", coerce=int, empty_value=None,
        error_messages={"required": "请选择审计机构。"},
    )  # fmt: skip
    due_on = WrittenDate(label="报送期限", error_messages={"required": "请填写报送期限。"})

    def __init__(self, firms: list[Organisation], data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="audit_%s")
        offer(self, "firm", [("", "请选择"), *((str(one.pk), one.name) for one in firms)])


class FirmForm(JoiningForm):
    """An audit firm that joins, and its first administrator."""

    then = "接收指派、开始审计"


class EndFirmForm(forms.Form):
    """Why the work with a firm ends."""

    reason = forms.CharField(
        label="原因（审计机构可见）", max_length=1000, widget=LINES,
        error_messages={"required": "请写明原因，审计机构会看到。"},
    )  # fmt: skip


class ResumeFirmForm(FirstPersonForm):
    """Why the work with a firm is taken up again, and who begins there."""

    then = "接收指派、开始审计"

    reason = forms.CharField(
        label="原因", max_length=1000, widget=LINES, error_messages={"required": "请写明原因。"}
    )
    field_order = ("reason", "person", "email")


class ReportForm(forms.Form):
    """What an audit firm files."""

    conclusion = forms.CharField(
        label="审计结论", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请填写审计结论。"},
    )  # fmt: skip
    report = OneFile(
        label="审计报告", allowed=(PDF,), error_messages={"required": "请上传审计报告（PDF）。"}
    )


class SampleForm(forms.Form):
    """From what a sample is drawn, and how much."""

    year = WrittenInteger(label="资金年度", min_value=2000, max_value=2100)
    scheme = forms.TypedChoiceField(label="资金项目", coerce=int, empty_value=None, required=False)
    percent = WrittenInteger(label="随机抽取比例", unit="%", min_value=1, max_value=100)
    large_from = WrittenDecimal(
        label="大额标准", unit="万元", max_digits=14, decimal_places=6,
        help_text="达到这个金额（含）的全部抽取",
    )  # fmt: skip

    def __init__(
        self, schemes: list[tuple[str, str]], data: QueryDict | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        offer(self, "scheme", [("", "全部"), *schemes])


class RecheckForm(forms.Form):
    """What a re-check found."""

    reason = forms.CharField(
        label="复查情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明复查情况。"},
    )  # fmt: skip
    to_recover = WrittenDecimal(
        label="应追回", unit="万元", required=False, max_digits=14, decimal_places=6,
        help_text="没有问题的不填",
    )  # fmt: skip

    @property
    def amount(self) -> Decimal | None:
        typed = self.cleaned_data["to_recover"]
        return None if typed is None else (typed * WAN).quantize(Decimal("0.01"))
