"""Finding a certificate for somebody who typed what stands on it, or copied it from its PDF."""

import re

from certification.models import Certificate
from documents.written.sql import key_of
from documents.written.text import code, compared
from enterprises.rules.name_matching import same_full_name

# What stands before them on the certificate, and is copied with them.
_BEFORE_NUMBER = re.compile(r"^\s*(?:证书)?编号\s*[:：]?\s*")
_BEFORE_NAME = re.compile(r"^\s*(?:持证企业|企业名称)\s*[:：]\s*")


def by_number_and_name(number: str, name: str) -> Certificate | None:
    """The certificate whose number and holder's name read as these do: widths, brackets, dashes
    and spaces may differ. The caller opens the scope."""
    number, name = _BEFORE_NUMBER.sub("", number), _BEFORE_NAME.sub("", name)
    exact = Certificate.objects.filter(number__in=(number, number.upper(), code(number)))
    found = next((row for row in exact if same_full_name(row.holder_name, name)), None)
    if found is not None or not compared(number):
        return found
    alike = Certificate.objects.alias(key=key_of("number")).filter(key=compared(number))
    return next((row for row in alike if same_full_name(row.holder_name, name)), None)
