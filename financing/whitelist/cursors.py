"""Places in the order of changes or of a list, as a follower keeps them: opaque, signed, for one
bank."""

from django.core.signing import BadSignature, Signer

from accounts.errors import RuleViolation


class UnknownCursor(RuleViolation):
    """The text is no cursor of this portal, or another bank's."""


class PurgedCursor(RuleViolation):
    """What has changed since the cursor is not known any more: pull afresh."""


def written(place: int, bank_id: int, of: str = "") -> str:
    """The cursor of `place`, the number of the last change that was seen, for one bank; `of` names
    another list than that of the changes."""
    return _signer(bank_id, of).sign(str(place))


def read(text: str, bank_id: int, of: str = "") -> int:
    """The place that a cursor stands for. Raises `UnknownCursor`."""
    try:
        return int(_signer(bank_id, of).unsign(text))
    except (BadSignature, ValueError):
        raise UnknownCursor({"cursor": "游标无效，或属于另一家银行。"}) from None


def _signer(bank_id: int, of: str) -> Signer:
    return Signer(salt=f"financing.cursor.{of}{bank_id}", sep=":")
