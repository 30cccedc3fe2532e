"""Finding a certificate for somebody who typed what stands on it, or copied it from its PDF."""

from django.db.models import F, Func, Value
from django.db.models.functions import Upper

from certification.models import Certificate
from documents.written.text import code, compared
from enterprises.rules.name_matching import same_full_name

_SEPARATORS = r"[\s()（）〔〕【】\[\]·.,，。、_‐‑‒–—―−-]+"


def by_number_and_name(number: str, name: str) -> Certificate | None:
    """The certificate whose number and holder's name read as these do: widths, brackets, dashes
    and spaces may differ. The caller opens the scope."""
    exact = Certificate.objects.filter(number__in=(number, number.upper(), code(number)))
    found = next((row for row in exact if same_full_name(row.holder_name, name)), None)
    if found is not None or not compared(number):
        return found
    bare = Func(F("number"), Value(_SEPARATORS), Value(""), Value("g"), function="regexp_replace")
    alike = Certificate.objects.alias(bare=Upper(bare)).filter(bare=compared(number))
    return next((row for row in alike if same_full_name(row.holder_name, name)), None)
