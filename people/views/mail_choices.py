"""Which notifications come as e-mail too (通知设置)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.notifications import MUST_HAVE
from accounts.requests import person_of
from accounts.views.access import signed_in
from pages.acts import attempt, page_with_form
from people.actions.save_mail_choices import OPTIONAL, mailed_kinds, save_mail_choices


class MailChoiceForm(forms.Form):
    """The kinds that may be switched off."""

    by_mail = forms.MultipleChoiceField(
        label="也发到邮箱",
        choices=[(kind.value, kind.label) for kind in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="不勾选的只在站内通知。",
    )


@signed_in
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Choose what comes by e-mail; for whoever has an account."""
    user = person_of(request)
    sent = request.POST if request.method == "POST" else None
    form = MailChoiceForm(sent, initial={"by_mail": mailed_kinds(user.pk)})
    if sent is not None and attempt(
        request,
        lambda: save_mail_choices(user.pk, form.cleaned_data["by_mail"]),
        form=form,
        done="通知设置已保存。",
    ):
        return redirect("people:mail_choices")
    context = {"form": form, "email": user.email, "always": [kind.label for kind in MUST_HAVE]}
    return page_with_form(request, "people/mail_choices.html", context, form)
