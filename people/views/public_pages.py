"""What everybody may read about the portal itself, and where a bureau says how it is reached."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.contacts import offices
from accounts.duties import Duty
from accounts.models import Organisation
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from documents.written.phones import NoPhone, read_phone
from pages.acts import attempt, page_with_form
from people.actions.save_contact import save_contact
from people.questions import questions_by_group

_BETWEEN_PHONES = re.compile("[、,，;；/]")


def help_page(request: HttpRequest) -> HttpResponse:
    """Frequent questions, and whom to call."""
    context = {"groups": questions_by_group(), "offices": offices()}
    return render(request, "people/public/help.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "people/public/privacy.html")


def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "people/public/terms.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/public/accessibility.html")


class ContactForm(forms.ModelForm):
    """How the public reaches a bureau."""

    class Meta:
        model = Organisation
        fields = ("public_phone", "office_hours", "public_address")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["public_phone"].validators = []  # read below, with words of its own

    def clean_public_phone(self) -> str:
        """One number or several, each read as every other."""
        numbers = filter(
            None, map(str.strip, _BETWEEN_PHONES.split(self.cleaned_data["public_phone"]))
        )
        try:
            return "、".join(map(read_phone, numbers))
        except NoPhone as wrong:
            raise forms.ValidationError(f"{wrong}；几个号码用顿号分开。") from wrong


@for_duties(Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, administrator=True)
def contact(request: ActorRequest) -> HttpResponse:
    """The telephone, hours and address that the guides show of one's own bureau."""
    actor = request.actor
    bureau = Organisation.objects.get(pk=actor.organisation_id)
    form = ContactForm(request.POST or None, instance=bureau)
    if request.method == "POST" and attempt(
        request,
        lambda: save_contact(actor, **form.cleaned_data),
        form=form,
        done="已公布，办事指南和帮助页上即可看到。",
    ):
        return redirect("people:contact")
    return page_with_form(request, "people/contact.html", {"form": form}, form)
