"""How the amount rules of different schemes stand to each other: who gives way to whom, and whether
a group is one."""

from collections.abc import Iterator

from schemes.amounts.exclusions import circles
from schemes.checking.problem import Path, Problem
from schemes.definition.amount_terms import MODES
from schemes.definition.stored import Stored, part_in, text_in, texts_in
from schemes.models import SchemeVersion

PLACE: Path = ("amount", "exclusion")


def circle_problems(version: SchemeVersion) -> list[Problem]:
    """Circles of giving way that the version would close with the published ones, so that none of
    them would ever pay; and codes that no scheme has. At most one query."""
    own = _exclusion(version.definition)
    named = texts_in(own, "gives_way_to")
    if not named:
        return []
    ways, names = {version.scheme.code: named}, {version.scheme.code: version.scheme.name}
    for other in _others(version):
        names[other.scheme.code] = other.scheme.name
        ways[other.scheme.code] = texts_in(_exclusion(other.definition), "gives_way_to")
    place = (*PLACE, "gives_way_to")
    unknown = [Problem(place, f"没有代码为“{code}”的计划") for code in named if code not in names]
    closed = [
        Problem(
            place,
            "让位绕成了一圈，谁都得不到：" + " → ".join(map(names.__getitem__, [*ring, ring[0]])),
        )
        for ring in circles(
            {code: [one for one in to if one in names] for code, to in ways.items()}
        )
        if version.scheme.code in ring
    ]
    return unknown + closed


def group_warnings(version: SchemeVersion) -> list[Problem]:
    """Published rules of the same group that go by another mode. At most one query."""
    return [Problem((*PLACE, "mode"), text) for text in _other_modes(version)]


def _other_modes(version: SchemeVersion) -> Iterator[str]:
    own = _exclusion(version.definition)
    if not own:
        return
    for other in _others(version):
        theirs = _exclusion(other.definition)
        same = text_in(theirs, "group") == text_in(own, "group")
        if same and text_in(theirs, "mode") != text_in(own, "mode"):
            mode = text_in(theirs, "mode")
            word = MODES.get(mode, mode)
            yield f"同组的“{other.scheme.name}”用的是“{word}”，以后领的一项按自己的方式算"


def _exclusion(definition: Stored) -> Stored:
    return part_in(part_in(definition, "amount"), "exclusion")


def _others(version: SchemeVersion) -> list[SchemeVersion]:
    """The newest published version of each other scheme that pays money."""
    rows = SchemeVersion.objects.of_subsidies().filter(state=SchemeVersion.State.PUBLISHED)
    rows = rows.exclude(scheme=version.scheme_id).select_related("scheme").order_by("valid_from")
    return list({one.scheme_id: one for one in rows}.values())
