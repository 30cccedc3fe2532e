"""The forms of the financing whitelist: of acts on entries, consents and support plans."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import model_to_dict
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from financing.form_fields import AsksToCheck, TermsForm
from financing.models import Consent, SupportPlan
from financing.models.consent import FieldGroup
from financing.whitelist.actions.give_consent import NO_GROUPS
from financing.whitelist.actions.save_plan import PlanTerms
from lifecycle.transitions import Transition, TransitionInput
from pages.records.form_fields import form_field
from pages.written_fields import WrittenDate

USUAL_TERM = timedelta(days=365)


class ActForm(forms.Form):
    """What a transition asks for: the kind of reason and the reason."""

    reason = forms.CharField(
        label="说明（企业可见）",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        transition: Transition[Any, Any],
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        auto_id: str = "id_%s",
        label: str = "",
        missing: str = "请写明原因。",
    ) -> None:
        """`label` replaces that of the reason, `missing` is said where there is none."""
        super().__init__(data, files, auto_id=auto_id)
        self.transition, reason = transition, self.fields["reason"]
        reason.label, reason.required = label or reason.label, transition.reason_required
        reason.error_messages["required"] = missing
        if transition.reason_kinds:
            kinds = [(str(kind), kind.label) for kind in transition.reason_kinds]
            self.fields["reason_kind"] = forms.ChoiceField(
                label="原因类别",
                choices=[("", "请选择"), *kinds],
                error_messages={"required": "请选择原因类别。"},
            )
            self.order_fields(["reason_kind"])

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
    valid_to = WrittenDate(label="授权到哪一天", error_messages={"required": "请选择授权期限。"})

    def __init__(
        self, bank_id: int, consent: Consent | None = None, data: QueryDict | None = None
    ) -> None:
        usual = {"valid_to": timezone.localdate() + USUAL_TERM}
        initial = model_to_dict(consent) if consent else usual
        # The page has a form for each bank.
        super().__init__(data, initial=initial, auto_id=f"bank_{bank_id}_%s")


class PlanForm(AsksToCheck, TermsForm):
    """What a bank undertakes for an enterprise."""

    class Meta:
        model = SupportPlan
        fields = (
            "measures", "credit_line", "manager_name", "manager_phone", "valid_from", "valid_to",
            "is_checked",
        )  # fmt: skip
        help_texts = {"measures": "如：信用贷款额度、利率优惠、无还本续贷安排、结算和其他服务"}
        formfield_callback = form_field

    figures = ("credit_line",)

    def __init__(self, data: QueryDict | None = None, plan: SupportPlan | None = None) -> None:
        today = timezone.localdate()
        usual: dict[str, object] = {"valid_from": today, "valid_to": today + USUAL_TERM}
        super().__init__(data, instance=plan, initial=None if plan else usual)
        self.ask_to_check()

    def terms(self) -> PlanTerms:
        return PlanTerms(**self.cleaned_data)
