"""Places in the order of changes, as a follower keeps them: opaque, signed, for one bank."""

from typing import NamedTuple

from django.core.signing import BadSignature, Signer

from accounts.errors import RuleViolation


class Place(NamedTuple):
    """After the changes of all transactions before `xid`, and of `xid` itself up to the
    enterprise `organisation_id`."""

    xid: int
    organisation_id: int


class UnknownCursor(RuleViolation):
    """The text is no cursor of this portal, or another bank's."""


class PurgedCursor(RuleViolation):
    """What has changed since the cursor is not known any more: pull afresh."""


def written(place: Place, bank_id: int) -> str:
    """The cursor of `place` for one bank."""
    return _signer(bank_id).sign(f"{place.xid}.{place.organisation_id}")


def read(text: str, bank_id: int) -> Place:
    """The place that a cursor stands for. Raises `UnknownCursor`."""
    try:
        xid, organisation_id = _signer(bank_id).unsign(text).split(".")
        return Place(int(xid), int(organisation_id))
    except (BadSignature, ValueError):
        raise UnknownCursor({"cursor": "游标无效，或属于另一家银行。"}) from None


def _signer(bank_id: int) -> Signer:
    return Signer(salt=f"financing.cursor.{bank_id}", sep=":")
