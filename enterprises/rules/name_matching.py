"""Comparing names of enterprises as lists write them."""

from difflib import SequenceMatcher

from documents.written.simplified import plain
from documents.written.text import compared

_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "集团公司", "集团", "公司")
_PLACES = ("山东省青岛市", "山东省青岛", "山东青岛", "青岛市", "青岛", "山东省", "山东")
DOUBTFUL_FROM = 0.75


def match_key(name: str) -> str:
    """What is left of a name when widths, brackets, places and legal forms are taken away.

    Never empty for a name with any letter: a name that is only place and form keeps them.
    """
    text = compared(name)
    core = text
    for place in _PLACES:
        if core.startswith(place) or place in core:
            core = core.replace(place, "", 1)
            break
    for form in _FORMS:
        # No break: 某某集团股份有限公司 and 某某集团 are one name.
        core = core.removesuffix(form)
    return core or text


def similarity(one: str, other: str) -> float:
    """0-1; 1 for names with the same key, in simplified characters."""
    first, second = match_key(plain(one)), match_key(plain(other))
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def same_full_name(one: str, other: str) -> bool:
    """Whether two names differ in widths, brackets and spaces only."""
    return compared(one) == compared(other)
