"""Addresses of members, duties, notifications, jobs, reads and the trail."""

from django.urls import path

from people.audit_lists import AuditedReadList, SignInList, TrailList
from people.console import JobList, UndeliveredList
from people.lists import NotificationList, OwnSignIns, ReadList
from people.proposals import ProposalList
from people.views import (
    duties,
    jobs,
    leave,
    mail_choices,
    members,
    notifications,
    proposals,
    public_pages,
)

app_name = "people"
urlpatterns = [
    path("duties/", duties.duties, name="duties"),
    path("duties/leave/", duties.leave, name="leave"),
    path("cover/", leave.cover, name="cover"),
    path("cover/<int:pk>/end/", leave.end_cover, name="end_cover"),
    path("notifications/", NotificationList.as_view(), name="notifications"),
    path("notifications/read/", notifications.mark_all_read, name="notifications_read"),
    path("notifications/mail/", mail_choices.mail_choices, name="mail_choices"),
    path("notifications/<uuid:pk>/", notifications.follow, name="notification"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("proposals/", ProposalList.as_view(), name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/<slug:name>/", proposals.decide, name="decide_proposal"),
    path("members/", members.members, name="members"),
    path("members/<int:pk>/remove/", members.remove, name="remove_member"),
    path("members/<int:pk>/administrator/", members.administrator, name="set_administrator"),
    path("invitations/<uuid:pk>/answer/", duties.answer_invitation, name="answer_invitation"),
    path("invitations/<str:token>/", duties.invitation, name="invitation"),
    path("invitations/<uuid:pk>/withdraw/", members.withdraw, name="withdraw_invitation"),
    path("console/deliveries/", UndeliveredList.as_view(), name="deliveries"),
    path("console/jobs/", JobList.as_view(), name="all_jobs"),
    path("reads/", ReadList.as_view(), name="reads"),
    path("sign-ins/", OwnSignIns.as_view(), name="own_sign_ins"),
    path("trail/", TrailList.as_view(), name="trail"),
    path("trail/reads/", AuditedReadList.as_view(), name="audited_reads"),
    path("trail/sign-ins/", SignInList.as_view(), name="sign_ins"),
    path("contact/", public_pages.contact, name="contact"),
    path("help/", public_pages.help_page, name="help"),
    path("privacy/", public_pages.privacy, name="privacy"),
    path("terms/", public_pages.terms, name="terms"),
    path("accessibility/", public_pages.accessibility, name="accessibility"),
]
