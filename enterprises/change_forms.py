"""The form of a change that an enterprise tells its bureau of."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from enterprises.forms import open_districts, scan_field
from enterprises.models import Enterprise
from pages.written_fields import WrittenDate, WrittenName


class IdentityChangeForm(forms.Form):
    """What changed; what stands there now is offered, and is no change where it stays."""

    name = WrittenName(label="企业名称", max_length=200)
    address = WrittenName(label="注册地址", max_length=300)
    legal_representative = WrittenName(label="法定代表人", max_length=60)
    new_district = forms.ModelChoiceField(
        open_districts(), label="所在区市", help_text="迁到另一个区市的，选迁入的区市。"
    )
    changed_on = WrittenDate(
        label="变更日期",
        past=True,
        help_text="登记机关核准变更的日期；只换执照的，填新执照上的日期。",
    )
    document_number = WrittenName(
        label="变更登记文号",
        max_length=100,
        required=False,
        help_text="变更登记通知书的文号；只换执照的，不用填。",
    )
    licence = scan_field("新的营业执照", "核准后替换现在的执照；没有换发的不用传。", required=False)
    evidence = scan_field(
        "证明材料", "变更登记通知书；已上传新的营业执照的，可以不传。", required=False
    )

    def __init__(
        self,
        enterprise: Enterprise,
        data: QueryDict | None,
        files: MultiValueDict[str, UploadedFile] | None,
    ) -> None:
        initial = {
            "name": enterprise.name,
            "address": enterprise.address,
            "legal_representative": enterprise.legal_representative,
            "new_district": enterprise.district_id,
        }
        super().__init__(data, files, initial=initial)
