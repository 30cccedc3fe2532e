"""Which styles of a workbook show a number as a percentage."""

import re

from defusedxml.ElementTree import fromstring

_BUILT_IN = {"9", "10"}  # 0% and 0.00%; they stand in no list. Source: ECMA-376, 18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.')


def percent_styles(styles: bytes) -> frozenset[str]:
    """The numbers of the cell formats in `styles` (xl/styles.xml) that show a percentage."""
    if not styles:
        return frozenset()
    book = fromstring(styles)
    percents = _BUILT_IN | {
        element.get("numFmtId", "")
        for element in book.iter()
        if element.tag.endswith("}numFmt") and "%" in _QUOTED.sub("", element.get("formatCode", ""))
    }
    formats = next((part for part in book if part.tag.endswith("}cellXfs")), ())
    return frozenset(
        str(place) for place, one in enumerate(formats) if one.get("numFmtId") in percents
    )
