"""The address of the switch between duties."""

from django.urls import path

from accounts.views import session

app_name = "accounts"
urlpatterns = [
    path("duty/", session.switch_duty, name="switch_duty"),
]
