"""Forms of what bureaus correct in the registry, and of the answers to it."""

from django import forms
from django.http import QueryDict

from enterprises.forms import open_districts
from enterprises.models import PoolEvent

_SENTENCE = forms.Textarea(attrs={"rows": 3})


class ProposalForm(forms.Form):
    """What is said about a proposed correction; a bureau that corrects names its document."""

    document_number = forms.CharField(
        label="依据文号", max_length=100, required=False,
        help_text="依据文件更正时填写，如变更登记通知书的文号",
    )  # fmt: skip
    reason = forms.CharField(label="原因", max_length=500, required=False, widget=_SENTENCE)

    def __init__(self, data: QueryDict | None, *, names_document: bool) -> None:
        super().__init__(data)
        if not names_document:
            del self.fields["document_number"]
            self.fields["reason"].help_text = "不接受时请写明，主管部门会看到"


class PlaceForm(forms.Form):
    """The district of an entry that a list brought without one."""

    district = forms.ModelChoiceField(
        open_districts(), label="所在区市", empty_label="请选择",
        error_messages={"required": "请选择区市。"},
    )  # fmt: skip
    reason = forms.CharField(
        label="依据", max_length=400, widget=_SENTENCE,
        help_text="怎样知道的，如营业执照注册地址", error_messages={"required": "请写明依据。"},
    )  # fmt: skip


class PoolExitForm(forms.Form):
    """Why an enterprise leaves the cultivation pool."""

    reason_kind = forms.ChoiceField(
        label="原因类别", choices=[("", "请选择"), *PoolEvent.ReasonKind.choices]
    )
    reason = forms.CharField(label="说明", max_length=500, widget=_SENTENCE)
