"""Mails that allauth does not send of its own: a recovery code let somebody in."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.dispatch import receiver

from accounts.models import User


@receiver(authenticator_used)
def tell_of_recovery_code(
    sender: object, user: User, authenticator: Authenticator, **kwargs: object
) -> None:
    """Each code works once: its owner should know that one is gone, and whether it was they."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        get_adapter().send_notification_mail("mfa/email/recovery_code_used", user)
