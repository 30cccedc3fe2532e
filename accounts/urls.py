"""The addresses of one's session: the switch between duties, and how long it lasts."""

from django.urls import path

from accounts.views import session

app_name = "accounts"
urlpatterns = [
    path("duty/", session.switch_duty, name="switch_duty"),
    path("session/", session.session_state, name="session"),
    path("session/back/", session.signed_in_again, name="signed_in_again"),
]
