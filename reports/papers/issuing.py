"""To whom a paper goes: leaders, the bureaus of chosen districts, and who subscribed to it."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from accounts.models import District, Membership
from accounts.notifications import Kind, notify
from accounts.tenancy import system_scope
from reports.models import Paper, PaperRecipient, PaperSubscription

# Who may read whatever was issued.
READ_ALL = (Duty.LEADER, Duty.CITY_OFFICER, Duty.AUDITOR)


def city_district() -> int:
    """The id of the city's own district."""
    return int(District.objects.values_list("pk", flat=True).get(kind=District.Kind.CITY))


def write_recipients(paper: Paper, district_ids: Collection[int], *, by_mail: bool) -> None:
    """Write down everybody that the paper goes to, each once."""
    with system_scope(reason="issue a paper"):
        subscribed = dict(
            PaperSubscription.objects.filter(kind=paper.kind).values_list("recipient_id", "by_mail")
        )
        chosen = Q(duty=Duty.LEADER) | Q(
            duty=Duty.DISTRICT_REVIEWER, district_id__in=list(district_ids)
        )
        # A subscriber gets what their duty lets them read.
        asked = Q(user_id__in=list(subscribed)) & Q(duty__in=READ_ALL)
        people = (
            Membership.objects.working()
            .filter(chosen | asked, user__is_active=True)
            .select_related("organisation")
            .order_by("pk")
        )
        names = {one.user_id: one.organisation.name for one in people}
        now = timezone.now()
        PaperRecipient.objects.bulk_create(
            [
                PaperRecipient(
                    paper=paper,
                    recipient_id=user_id,
                    organisation_name=name,
                    by_mail=subscribed.get(user_id, by_mail),
                    sent_at=now,
                )
                for user_id, name in names.items()
            ],
            ignore_conflicts=True,
        )


def owe_notifications(paper: Paper, *, key: str) -> None:
    """Owe each recipient a message; it leads to the file that a subscriber asked for, or to the
    paper's page."""
    with system_scope(reason="issue a paper"):
        recipients = list(paper.recipients.values_list("recipient_id", "by_mail"))
        forms = dict(
            PaperSubscription.objects.filter(kind=paper.kind)
            .exclude(form="")
            .values_list("recipient_id", "form")
        )
    title = f"{paper.data['masthead']}第 {paper.number} 期已印发"
    for user_id, by_mail in recipients:
        form = forms.get(user_id)
        link = (
            reverse("reports:paper_file", args=[paper.pk, form])
            if form
            else reverse("reports:paper", args=[paper.pk])
        )
        notify(
            [user_id],
            title=title,
            body=f"{paper.data['label']}：{paper.title}",
            link=link,
            dedupe_key=key,
            kind=Kind.REPORTS,
            by_mail=by_mail,
        )
