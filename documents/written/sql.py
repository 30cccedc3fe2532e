"""Looking for a text in a column, however both are spelled."""

from django.db.models import F, Func, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan

from documents.written.text import FULL_WIDTH, one_line

# As PostgreSQL's translate() takes them: character for character, and what has no partner goes.
_FROM = "".join(chr(code) for code in FULL_WIDTH if code != 0x3000) + "【】〔〕﹙﹚•‧∙⋅・･–—−‐‑"
_TO = "".join(chr(half) for half in FULL_WIDTH.values() if half != 0x20) + "[][]()······-----"
_GONE = " \u3000"
_ALIKE = str.maketrans(_FROM, _TO, _GONE)


def alike(text: str) -> str:
    """`text` as `has_text` compares it."""
    return one_line(text).translate(_ALIKE).lower()


def has_text(column: str, text: str) -> GreaterThan:
    """Whether `column` contains `text`, in whichever widths, brackets, dashes and spaces. Reads
    each row."""
    spelled = Func(F(column), Value(_FROM + _GONE), Value(_TO), function="translate")
    return GreaterThan(StrIndex(Lower(spelled), Value(alike(text))), 0)
