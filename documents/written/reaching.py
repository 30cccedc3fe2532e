"""Whether words say how a person can be reached."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from documents.written.phones import NoPhone, read_phone
from documents.written.text import half_width

_BETWEEN = re.compile(r"[\s,;:，；：、/()（）]+")
_DIGITS_RUN = re.compile(r"\+?[0-9][0-9 -]{5,}[0-9](?:转[0-9]{1,6})?", re.ASCII)


def says_how_to_reach(text: str) -> bool:
    """Whether a telephone number or a mail address stands anywhere in `text`."""
    return any(_is_phone(one) for one in _DIGITS_RUN.findall(half_width(text))) or any(
        _is_mail(one) for one in _BETWEEN.split(half_width(text))
    )


def _is_phone(text: str) -> bool:
    try:
        return bool(read_phone(text))
    except NoPhone:
        return False


def _is_mail(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
