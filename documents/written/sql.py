"""Looking for a text in a column, however both are spelled."""

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import GreaterThan, Regex

from documents.written.simplified import plain
from documents.written.sounds import Sound, sounds_of
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


def alike_text(column: str | Combinable) -> Func:
    """The text of `column` as `alike` gives it."""
    of = F(column) if isinstance(column, str) else column
    return plain_text(Func(of, Value(_FROM + _GONE), Value(_TO), function="translate"))


def has_text(column: str | Combinable, text: str) -> GreaterThan:
    """Whether `column` contains `text`, in whichever widths, brackets, dashes and spaces, in
    simplified or traditional characters. Reads each row."""
    return GreaterThan(StrIndex(alike_text(column), Value(alike(text))), 0)


def sounds_so(column: str | Combinable, sounds: tuple[Sound, ...]) -> Regex:
    """Whether the text of `column` has one of the readings. Reads each row."""
    return Regex(plain_text(column), "|".join(one.pattern for one in sounds))


def found_in(column: str | Combinable, text: str) -> Q:
    """Whether `column` contains `text`, as `has_text` says, or what sounds so. Reads each row."""
    found = Q(has_text(column, text))
    return found | Q(sounds_so(column, sounds)) if (sounds := sounds_of(text)) else found
