"""The home page of somebody who has no duty yet: invitations to answer, or how to begin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.requests import person_of
from accounts.views.home import home_without_duty
from people.actions.save_invitations import invitations_to
from people.tables import invitations_table


@home_without_duty
def no_duty(request: HttpRequest) -> HttpResponse:
    invitations = invitations_to(person_of(request).pk)
    table = invitations_table(invitations, reviews=False)
    context = {"invitations": invitations, "invitation_table": table}
    return render(request, "people/no_duty.html", context)
