"""Writing to the applicant of a case, and the applicant's answer."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.duties import Duty
from accounts.requests import ActorRequest
from accounts.views.access import for_duties
from pages.acts import attempt
from procedures.cases.actions.write_message import write_message
from procedures.cases.forms import MessageForm
from procedures.cases.policies import REVIEWERS
from procedures.cases.views.review import case_page
from procedures.models import Application


@for_duties(Duty.ENTERPRISE_STAFF, *REVIEWERS)
@require_POST
def write(request: ActorRequest, pk: int) -> HttpResponse:
    """Send a message; a refused form is shown again with what was typed."""
    Application.objects.visible_to(request.actor).get(pk=pk)
    form = MessageForm(request.POST, request.FILES)
    if attempt(
        request,
        lambda: write_message(request.actor, pk, **form.cleaned_data),
        form=form,
        done="留言已发出，对方会收到通知和邮件。",
    ):
        return redirect(f"{reverse('procedures:case', args=[pk])}#thread")
    return case_page(request, pk, status=422, message_form=form)
