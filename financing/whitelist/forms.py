"""The forms of the financing whitelist: of acts on entries, consents and support plans."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from financing.form_fields import BAD_DATE, DATE, PHONE, amount_field
from financing.models import SupportPlan
from financing.models.consent import FieldGroup
from financing.whitelist.actions.give_consent import NO_GROUPS
from financing.whitelist.actions.save_plan import PlanTerms
from lifecycle.transitions import Transition, TransitionInput

USUAL_TERM = timedelta(days=365)


class ActForm(forms.Form):
    """What a transition asks for: the kind of reason and the reason."""

    reason_kind = forms.ChoiceField(
        label="原因类别", error_messages={"required": "请选择原因类别。"}
    )
    reason = forms.CharField(
        label="说明（企业可见）",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。"},
    )

    def __init__(
        self,
        transition: Transition[Any, Any],
        *args: Any,
        label: str = "",
        missing: str = "",
        **kwargs: Any,
    ) -> None:
        """`label` replaces that of the reason, `missing` what is said where there is none."""
        super().__init__(*args, **kwargs)
        self.transition = transition
        if missing:
            self.fields["reason"].error_messages["required"] = missing
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].required = transition.reason_required
        if transition.reason_kinds:
            kinds: Any = self.fields["reason_kind"]
            kinds.choices = [
                ("", "请选择"),
                *((str(kind), kind.label) for kind in transition.reason_kinds),
            ]
        else:
            del self.fields["reason_kind"]

    def given(self) -> TransitionInput:
        """What the person gave; of a form that is valid."""
        return TransitionInput(
            self.cleaned_data["reason"], self.cleaned_data.get("reason_kind", "")
        )


class ConsentForm(forms.Form):
    """What one bank may see, and until when."""

    groups = forms.MultipleChoiceField(
        label="可查看的内容",
        choices=FieldGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NO_GROUPS},
    )
    valid_to = forms.DateField(
        label="授权到哪一天", widget=DATE, error_messages={"required": "请选择授权期限。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = {"valid_to": timezone.localdate() + USUAL_TERM}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class PlanForm(forms.Form):
    """What a bank undertakes for an enterprise."""

    measures = forms.CharField(
        label="支持措施",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="如：信用贷款额度、利率优惠、无还本续贷安排、结算和其他服务",
    )
    credit_line = amount_field("拟授信额度", required=False)
    manager_name = forms.CharField(
        label="客户经理", max_length=60, error_messages={"required": "请填写客户经理。"}
    )
    manager_phone = forms.CharField(
        label="联系电话",
        max_length=40,
        validators=[PHONE],
        error_messages={"required": "请填写联系电话。"},
    )
    valid_from = forms.DateField(label="自", widget=DATE, error_messages=BAD_DATE)
    valid_to = forms.DateField(label="至", widget=DATE, error_messages=BAD_DATE)

    def __init__(self, *args: Any, plan: SupportPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.update(valid_from=today, valid_to=today + timedelta(days=365))
        if plan is not None:
            self.initial.update({name: getattr(plan, name) for name in self.fields})

    def terms(self) -> PlanTerms:
        return PlanTerms(**self.cleaned_data)
