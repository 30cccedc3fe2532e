"""What happens when a person signs in or confirms an address: invitations meet them."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver

from accounts.models import User
from people.actions.save_invitations import welcome


@receiver(user_logged_in)
def on_sign_in(sender: object, user: User, **kwargs: object) -> None:
    welcome(user.pk)


@receiver(email_confirmed)
def on_confirmation(sender: object, email_address: EmailAddress, **kwargs: object) -> None:
    welcome(email_address.user_id)
