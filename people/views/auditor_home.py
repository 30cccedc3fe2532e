"""The auditor's home: signs of trouble, where to ask, and what was read lately."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.home import home_of
from pages.panels import panels_for
from pages.todo import todo_for


@home_of(Duty.AUDITOR)
def home(request: ActorRequest) -> HttpResponse:
    """What looks wrong, above what the apps show the auditor."""
    context = {"todo": todo_for(request.actor), "panels": panels_for(request.actor)}
    return render(request, "people/auditor_home.html", context)
