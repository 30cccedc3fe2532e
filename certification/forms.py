"""What the city says when it changes a certificate."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from certification.changes import CertificateTransition
from certification.lifecycle import names_its_document
from certification.models import Certificate
from pages.fields import field_of
from pages.written_fields import WrittenDate, WrittenName

MISSING = {
    "reason_kind": "请选择原因类别。",
    "holder_name": "请填写更名后的企业全称。",
    "credit_code": "请填写合并后企业的统一社会信用代码。",
    "document_number": "请填写依据的文号。",
    "reason": "请写明原因，企业会看到。",
}


class ActForm(forms.Form):
    """The fields that a transition asks for: kind of reason, new holder, document, reason."""

    reason_kind = forms.ChoiceField(label="原因类别")
    holder_name = WrittenName(label="更名后的企业全称", max_length=200)
    credit_code = forms.CharField(
        label="合并后企业的统一社会信用代码",
        max_length=18,
        help_text="合并后的企业应已在名录中登记并确认",
    )
    document_number = forms.CharField(
        label="依据文号", max_length=100, help_text="如变更登记通知书或批复的文号"
    )
    reason = forms.CharField(
        label="原因（企业可见）", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self,
        transition: CertificateTransition,
        data: QueryDict | None,
        *,
        initial: Mapping[str, object],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        for name, text in MISSING.items():
            self.fields[name].error_messages["required"] = text
        if transition.reason_kinds:
            field_of(self, "reason_kind", forms.ChoiceField).choices = [
                ("", "请选择"),
                *((kind, kind.label) for kind in transition.reason_kinds),
            ]
        else:
            del self.fields["reason_kind"]
        if names_its_document not in transition.checks:
            del self.fields["document_number"]
        if transition.name != "rename":
            del self.fields["holder_name"]
        if transition.name != "merge":
            del self.fields["credit_code"]


class RecognitionForm(forms.Form):
    """What a published list does not say of its titles."""

    kind = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *Certificate.Kind.choices],
        error_messages={"required": "请选择类别。"},
    )  # fmt: skip
    document_number = forms.CharField(
        label="认定文号", max_length=100, help_text="认定或公布名单的文件",
        error_messages={"required": "请填写认定文件的文号。"},
    )  # fmt: skip
    issued_on = WrittenDate(
        label="发证日期", past=True, error_messages={"required": "请填写发证日期。"}
    )
    valid_from = WrittenDate(label="有效期起", error_messages={"required": "请填写有效期起。"})
    valid_to = WrittenDate(label="有效期止", error_messages={"required": "请填写有效期止。"})
