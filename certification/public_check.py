"""Finding a certificate for somebody who typed what stands on it, or copied it from its PDF."""

import re

from certification.models import Certificate
from documents.written.simplified import plain
from documents.written.sql import key_of
from documents.written.text import code, compared
from enterprises.rules.name_matching import same_full_name

# What stands before them on the certificate, and is copied with them.
_BEFORE_NUMBER = re.compile(r"^\s*(?:证书|證書)?(?:编号|編號)\s*[:：]?\s*")
_BEFORE_NAME = re.compile(r"^\s*(?:持证企业|企业名称|持證企業|企業名稱)\s*[:：]\s*")


def by_number_and_name(number: str, name: str) -> Certificate | None:
    """The certificate whose number and holder's name read as these do: widths, brackets, dashes
    and spaces may differ, and characters be traditional ones. The caller opens the scope."""
    number, name = _BEFORE_NUMBER.sub("", number), plain(_BEFORE_NAME.sub("", name))
    exact = Certificate.objects.filter(number__in=(number, number.upper(), code(number)))
    found = next((row for row in exact if same_full_name(plain(row.holder_name), name)), None)
    if found is not None or not compared(number):
        return found
    alike = Certificate.objects.alias(key=key_of("number")).filter(key=compared(plain(number)))
    return next((row for row in alike if same_full_name(plain(row.holder_name), name)), None)
