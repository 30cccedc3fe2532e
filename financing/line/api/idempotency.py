"""Requests that a program may repeat: answered once, and with the same answer again.

After the IETF draft of the header Idempotency-Key; the same key with another content is a conflict.
"""

import hashlib
from collections.abc import Callable

from django.db import transaction

from accounts.actors import home_of
from accounts.tenancy import Actor
from financing.models import BankClient, IdempotentAnswer

KEY = r"^[A-Za-z0-9_-]{8,64}$"


class KeyUsedOtherwise(Exception):
    """The key stands for another request."""


def answered_once(
    actor: Actor, client: BankClient, key: str, body: bytes, answer: Callable[[], str]
) -> tuple[str, bool]:
    """The text of `answer`, made now or kept from the first request under this key, and whether it
    is a repetition. A second request waits until the first has ended.

    Raises `KeyUsedOtherwise` where the content differs.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        new = IdempotentAnswer(**home_of(actor), client=client, key=key, body_sha256=sha256)
        # Waits for a transaction that writes the same key at this moment.
        IdempotentAnswer.objects.bulk_create([new], ignore_conflicts=True)
        kept = IdempotentAnswer.objects.select_for_update(of=("self",)).get(client=client, key=key)
        if kept.body_sha256 != sha256:
            raise KeyUsedOtherwise
        if kept.answer:
            return kept.answer, True
        kept.answer = answer()
        kept.save(update_fields=["answer"])
        return kept.answer, False
