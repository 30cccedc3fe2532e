"""What the public would read of a story as it stands: put together from the two sides' text, the
enterprise's registry, and what it lets be published of its figures.

The same content is shown while it is written, approved word for word, published and printed.
"""

import hashlib
import json
from decimal import Decimal
from typing import TypedDict

from certification.models import Certificate
from enterprises.figures import Facts, facts_of
from enterprises.models import Qualification
from enterprises.rules.industry import industry_name
from reports.casebook.drafting import Known
from reports.casebook.figures import FIGURES, FigureTold, told
from reports.casebook.sections import PARTS
from reports.models import Story
from reports.models.casebook import Share

MOST_TITLES, MOST_PRODUCTS = 20, 10
OUT_OF_FORCE = (Certificate.State.REVOKED, Certificate.State.SUSPENDED)


class PartTold(TypedDict):
    title: str
    text: str


class ProductTold(TypedDict):
    name: str
    segment: str
    share: str


class PictureTold(TypedDict):
    """`id` is that of its attachment; sizes in pixels."""

    id: str
    alt: str
    caption: str
    width: int
    height: int


class Content(TypedDict):
    """A story as it is read. `industry` is the code of the division."""

    title: str
    name: str
    district: str
    industry: str
    industry_name: str
    recognised_year: int
    established_year: int | None
    titles: list[str]
    products: list[ProductTold]
    parts: list[PartTold]
    figures: list[FigureTold]
    pictures: list[PictureTold]


def content_of(story: Story) -> Content:
    """The story as the public would read it now; its certificate and district are loaded."""
    facts = facts_of(story.organisation_id)
    known = known_of(story, facts)
    return {
        "title": story.title.strip(),
        "name": known.name,
        "district": known.district,
        "industry": str(facts.enterprise["industry_code"])[:2],
        "industry_name": known.industry,
        "recognised_year": known.recognised_year,
        "established_year": known.established_on.year if known.established_on else None,
        "titles": list(known.titles),
        "products": _products(story, facts),
        "parts": [
            {"title": part.title, "text": getattr(story, part.name).strip()} for part in PARTS
        ],
        "figures": figures_of(story, facts),
        "pictures": _pictures(story),
    }


def figures_of(story: Story, facts: Facts) -> list[FigureTold]:
    """What is published of the yearly figures, each as the enterprise chose."""
    found = [told(one, getattr(story, one.choice), facts.years) for one in FIGURES]
    return [one for one in found if one is not None]


def known_of(story: Story, facts: Facts) -> Known:
    """What registry and certificates say of the champion."""
    entry = facts.enterprise
    return Known(
        name=str(entry["name"]),
        district=story.district.name,
        industry=industry_name(str(entry["industry_code"])),
        established_on=entry["established_on"],
        recognised_year=story.certificate.issued_on.year,
        titles=_titles(story.organisation_id),
        products=facts.products[:MOST_PRODUCTS],
    )


def fingerprint(content: Content) -> str:
    """The SHA-256 of a content, the same whichever way it was read."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _titles(organisation_id: int) -> list[str]:
    """What the enterprise was awarded, as it may be told for ever: with the year, and without
    saying that it holds still."""
    certificates = (
        Certificate.objects.filter(organisation_id=organisation_id)
        .exclude(state__in=OUT_OF_FORCE)
        .order_by("issued_on", "id")
    )
    told = [f"{one.get_kind_display()}（{one.issued_on.year} 年认定）" for one in certificates]
    own = Qualification.objects.filter(organisation_id=organisation_id).order_by("id")
    told += [f"{one.name}（{one.get_level_display()}）" for one in own]
    return list(dict.fromkeys(told))[:MOST_TITLES]


def _products(story: Story, facts: Facts) -> list[ProductTold]:
    is_open = story.shows_share == Share.FULL
    return [
        {
            "name": str(one["name"]),
            "segment": str(one["segment"] or ""),
            "share": _share(one["market_share"]) if is_open else "",
        }
        for one in facts.products[:MOST_PRODUCTS]
    ]


def _share(value: object) -> str:
    return f"{value.normalize():f}%" if isinstance(value, Decimal) else ""


def _pictures(story: Story) -> list[PictureTold]:
    return [
        {
            "id": str(one.file_id),
            "alt": one.alt,
            "caption": one.caption,
            "width": one.width,
            "height": one.height,
        }
        for one in story.pictures.all()
    ]
