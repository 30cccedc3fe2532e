"""The form that a list is drawn up by."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from certification.models import Certificate
from financing.subsidies.auto.freezing import kinds_asked
from financing.subsidies.find.calls import MoneyCall
from pages.written_fields import WrittenDate

ANSWER_DAYS = 14  # 示例


class DrawForm(forms.Form):
    """By which scheme, which certificates, and until when is answered."""

    scheme = forms.ChoiceField(label="资金项目", help_text="只列出现在受理、规则写明免申即享的项目")
    kind = forms.ChoiceField(label="证书类别")
    issued_from = WrittenDate(label="发证日期自")
    issued_to = WrittenDate(label="发证日期至")
    answer_by = WrittenDate(
        label="请企业于此日前答复", help_text="逾期未答会提醒；领取期结束前仍可补领"
    )

    def __init__(self, calls: list[MoneyCall], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        open_ = [one for one in calls if one.is_open]
        schemes, kinds = self.fields["scheme"], self.fields["kind"]
        assert isinstance(schemes, forms.ChoiceField) and isinstance(kinds, forms.ChoiceField)
        schemes.choices = [("", "请选择"), *((one.version.scheme.code, one.name) for one in open_)]
        asked = dict.fromkeys(kind for one in open_ for kind in kinds_asked(one.ready.definition))
        labels = dict(Certificate.Kind.choices)
        kinds.choices = [("", "请选择"), *((k, labels[k]) for k in asked if k in labels)]
        today = timezone.localdate()
        self.fields["issued_to"].initial = today
        self.fields["issued_from"].initial = today - timedelta(days=90)
        self.fields["answer_by"].initial = today + timedelta(days=ANSWER_DAYS)
