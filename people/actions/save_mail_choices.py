"""Which notifications a person wants by e-mail too."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import MailChoice
from accounts.notifications import MUST_HAVE, Kind

OPTIONAL = tuple(kind for kind in Kind if kind not in MUST_HAVE)


def save_mail_choices(user_id: int, by_mail: Iterable[str]) -> None:
    """Mail the person the kinds `by_mail`, and of the others only those that nobody can switch
    off; in the portal all of them stay."""
    wanted = set(by_mail)
    with transaction.atomic():
        for kind in OPTIONAL:
            MailChoice.objects.update_or_create(
                recipient_id=user_id, kind=kind, defaults={"by_mail": kind in wanted}
            )


def mailed_kinds(user_id: int) -> list[str]:
    """The kinds that the person has by e-mail. One query."""
    refused = MailChoice.objects.filter(recipient_id=user_id, by_mail=False)
    unwanted = set(refused.values_list("kind", flat=True)) - set(MUST_HAVE)
    return [kind for kind in Kind if kind not in unwanted]
