"""What happens when a person signs in or confirms an address: invitations meet them."""

from typing import Any

from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver

from people.actions.save_invitations import welcome


@receiver(user_logged_in)
def on_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    welcome(user.pk)


@receiver(email_confirmed)
def on_confirmation(sender: Any, email_address: Any, **kwargs: Any) -> None:
    welcome(email_address.user_id)
