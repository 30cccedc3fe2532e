"""Addresses of people, organisations, notifications and jobs."""

from django.urls import path

from accounts.views import jobs, notifications, session, trail

app_name = "accounts"
urlpatterns = [
    path("duty/", session.switch_duty, name="switch_duty"),
    path("notifications/", notifications.listing, name="notifications"),
    path("notifications/read/", notifications.mark_all_read, name="notifications_read"),
    path("notifications/<uuid:pk>/", notifications.follow, name="notification"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("trail/", trail.trail, name="trail"),
]
