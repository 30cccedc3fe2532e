"""What happens when a person signs in or confirms an address: invitations are accepted."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver

from accounts.actions.keep_members import accept_invitations


@receiver(user_logged_in)
def on_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    _accept(user.pk)


@receiver(email_confirmed)
def on_confirmation(sender: Any, email_address: Any, **kwargs: Any) -> None:
    _accept(email_address.user_id)


def _accept(user_id: int) -> None:
    verified = EmailAddress.objects.filter(user_id=user_id, verified=True)
    accept_invitations(user_id, list(verified.values_list("email", flat=True)))
