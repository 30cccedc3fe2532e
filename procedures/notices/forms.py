"""Forms of public notices and of objections to them."""

from typing import TypedDict

from django import forms
from django.core.exceptions import ValidationError

from documents.file_fields import SeveralFiles
from documents.pdf.glyphs import warnings_about
from documents.written.text import code as written_code


class NoticeTerms(TypedDict):
    """What `publish_notice` takes besides the actor and the batch."""

    application_ids: list[int]
    title: str
    body: str
    objection_contact: str


def refuse_unprintable(text: str) -> None:
    """Refuse what the official document would show as an empty box: the officer's own words can
    be others, where an enterprise's name cannot."""
    if said := warnings_about([text]):
        raise ValidationError(f"{said[0]}请换用其他字。")


class NoticeForm(forms.Form):
    """A public notice over chosen cases."""

    title = forms.CharField(label="标题", max_length=200, validators=[refuse_unprintable])
    body = forms.CharField(
        label="正文", widget=forms.Textarea(attrs={"rows": 6}), validators=[refuse_unprintable]
    )
    objection_contact = forms.CharField(
        label="异议受理",
        max_length=200,
        validators=[refuse_unprintable],
        help_text="受理异议的处室、电话和地址，公示页和文件都会写明；网上异议由本系统受理",
    )
    cases = forms.MultipleChoiceField(
        label="公示的申报",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一件。"},
    )

    def terms(self) -> NoticeTerms:
        data = self.cleaned_data
        return {
            "application_ids": [int(pk) for pk in data["cases"]],
            "title": data["title"],
            "body": data["body"],
            "objection_contact": data["objection_contact"],
        }


class ObjectionForm(forms.Form):
    """An objection from the public."""

    name = forms.CharField(label="姓名或单位", max_length=60, help_text="请用真实名称，我们会保密")
    contact = forms.CharField(label="联系方式", max_length=120, help_text="电话或邮箱，便于核实")
    text = forms.CharField(
        label="异议内容与依据", max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = SeveralFiles(
        label="证明材料",
        required=False,
        help_text="PDF、图片、Word 或 Excel，最多 5 个文件，合计不超过 20 MB；只有调查人员可以查看",
    )


class ReceiptForm(forms.Form):
    """The number on the receipt of an objection."""

    code = forms.CharField(
        label="回执号", max_length=20, help_text="提出异议后显示的 10 位字母和数字",
        error_messages={"required": "请填写回执号。", "max_length": "回执号是 10 位，请核对。"},
    )  # fmt: skip

    def clean_code(self) -> str:
        return written_code(self.cleaned_data["code"])
