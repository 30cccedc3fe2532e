"""Forms of the designer of schemes."""

from django import forms
from django.http import QueryDict

from pages.fields import offer_rows
from pages.written_fields import WrittenDate
from schemes.actions.design_scheme import Details
from schemes.checking.files import LARGEST
from schemes.models import SchemeVersion


class DetailsForm(forms.Form):
    """What a version says of itself."""

    label = forms.CharField(label="版本名称", max_length=40, help_text="如：2027 版")
    source_document = forms.CharField(
        label="依据文件", max_length=300, help_text="名称和文号，企业会看到"
    )
    valid_from = WrittenDate(label="适用自")
    valid_to = WrittenDate(label="适用至", required=False, help_text="长期适用可不填")
    change_note = forms.CharField(
        label="修订说明",
        max_length=500,
        required=False,
        help_text="与上一版相比改了什么；更换批次的版本时，有草稿的企业会看到",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in Details.__annotations__})

    @staticmethod
    def of(version: SchemeVersion) -> dict[str, object]:
        return {name: getattr(version, name) for name in Details.__annotations__}


class SchemeFileField(forms.FileField):
    def __init__(self) -> None:
        super().__init__(
            label="方案文件（YAML）",
            help_text=f"UTF-8 文本，不超过 {LARGEST // 1024} KB",
            widget=forms.FileInput(attrs={"accept": ".yaml,.yml", "data-max-bytes": str(LARGEST)}),
        )


class ImportForm(forms.Form):
    """A file whose content takes the place of a draft's."""

    file = SchemeFileField()


class NewSchemeForm(DetailsForm):
    """A scheme that is not there yet, from a file."""

    code = forms.SlugField(
        label="代码",
        max_length=40,
        help_text="小写字母、数字和短横线，如 green-factory；建立后不能修改",
    )
    name = forms.CharField(label="认定项目名称", max_length=80)
    file = SchemeFileField()
    field_order = ["name", "code", "file"]


class CloneForm(forms.Form):
    label = forms.CharField(label="新版本的名称", max_length=40, help_text="如：2027 版")


class VersionField(forms.ModelChoiceField):
    """A choice of versions, each with its state."""

    def label_from_instance(self, version: SchemeVersion) -> str:
        return f"{version.label}（{version.get_state_display()}）"


class CompareForm(forms.Form):
    """Which version to compare with."""

    other = VersionField(
        label="与哪一版对比", queryset=SchemeVersion.objects.none(), empty_label=None
    )

    def __init__(self, version: SchemeVersion, data: QueryDict | None = None) -> None:
        super().__init__(data)
        others = SchemeVersion.objects.filter(scheme_id=version.scheme_id).exclude(pk=version.pk)
        self.others = others.order_by("-valid_from", "-id")
        offer_rows(self, "other", self.others)
