"""Looking for a text in a column, however both are spelled."""

from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import GreaterThan

from documents.written.simplified import plain
from documents.written.text import FULL_WIDTH, one_line

# As PostgreSQL's translate() takes them: character for character, and what has no partner goes.
_FROM = "".join(chr(code) for code in FULL_WIDTH if code != 0x3000) + "【】〔〕﹙﹚•‧∙⋅・･–—−‐‑"
_TO = "".join(chr(half) for half in FULL_WIDTH.values() if half != 0x20) + "[][]()······-----"
_GONE = " \u3000"
_ALIKE = str.maketrans(_FROM, _TO, _GONE)


# What `documents.written.text.compared` leaves out, as PostgreSQL writes it.
_NOISE = (
    r"[\s\u2010-\u2015\u2212\ufe58\ufe63─·•‧∙⋅・.,，。、…_'\"()\[\]{}"
    r"（）【】〔〕「」『』《》〈〉“”‘’-]+"
)


def key_of(column: str) -> Upper:
    """The key of the numbers in `column`: for what is kept as `text.number` says, the same as
    `text.compared` gives."""
    plain = Func(F(column), function="normalize", template="%(function)s(%(expressions)s, NFKC)")
    return Upper(Func(plain, Value(_NOISE), Value(""), Value("g"), function="regexp_replace"))


def alike(text: str) -> str:
    """`text` as `has_text` compares it."""
    return plain(one_line(text).translate(_ALIKE))


def plain_text(column: str | Combinable) -> Func:
    """The text of `column` in simplified characters and small letters."""
    return Func(column, function="documents_plain", output_field=TextField())


def has_text(column: str | Combinable, text: str) -> GreaterThan:
    """Whether `column` contains `text`, in whichever widths, brackets, dashes and spaces, in
    simplified or traditional characters. Reads each row."""
    of = F(column) if isinstance(column, str) else column
    spelled = Func(of, Value(_FROM + _GONE), Value(_TO), function="translate")
    return GreaterThan(StrIndex(plain_text(spelled), Value(alike(text))), 0)
