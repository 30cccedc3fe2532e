"""Addresses of people, organisations, notifications and jobs."""

from django.urls import path

from accounts.views import jobs, members, notifications, reads, session, trail

app_name = "accounts"
urlpatterns = [
    path("duty/", session.switch_duty, name="switch_duty"),
    path("notifications/", notifications.listing, name="notifications"),
    path("notifications/read/", notifications.mark_all_read, name="notifications_read"),
    path("notifications/<uuid:pk>/", notifications.follow, name="notification"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("members/", members.members, name="members"),
    path("members/<int:pk>/remove/", members.remove, name="remove_member"),
    path("members/<int:pk>/administrator/", members.administrator, name="set_administrator"),
    path("invitations/<uuid:pk>/withdraw/", members.withdraw, name="withdraw_invitation"),
    path("reads/", reads.reads, name="reads"),
    path("trail/", trail.trail, name="trail"),
]
