"""What banks read of an enterprise on the list: JSON objects, one for each group of fields.

Money in 万元; the shape of values is that of `financing.json_values`.
"""

from typing import TypeAlias

from certification.models import Certificate
from certification.rungs import valid_today
from enterprises.figures import Facts, facts_for
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from financing.json_values import plain
from financing.models import WhitelistEntry
from financing.models.consent import FieldGroup

IDENTITY = (
    "district", "industry_code", "size_class", "established_on", "registered_capital", "address",
    "legal_representative",
)  # fmt: skip
FIGURES = (*MONEY_FIGURES, *COUNT_FIGURES)
# An object of JSON, ready to be written.
Content: TypeAlias = dict[str, object]


def bare_content(entry: WhitelistEntry, facts: Facts) -> Content:
    """What every bank sees: that the enterprise is listed, and until when."""
    assert entry.listed_at is not None and entry.valid_to is not None
    return {
        "credit_code": present_code(entry, facts),
        "name": facts.enterprise["name"],
        "status": "listed",
        "listed_at": plain(entry.listed_at),
        "valid_to": entry.valid_to.isoformat(),
        "consent": [],
        "consent_until": None,
        "identity": None,
        "certificates": None,
        "figures": None,
        "contacts": None,
    }


def present_code(entry: WhitelistEntry, facts: Facts) -> str:
    """The enterprise's code as the registry has it now; the entry has that of its listing."""
    return str(facts.enterprise["credit_code"] or entry.credit_code)


def group_contents(facts: Facts, certificates: list[Certificate]) -> Content:
    """Each group of fields, by its name."""
    return {
        FieldGroup.IDENTITY: {name: plain(facts.enterprise[name]) for name in IDENTITY},
        FieldGroup.CERTIFICATES: [
            {
                "kind": one.kind,
                "kind_name": str(one.get_kind_display()),
                "number": one.number,
                "title": one.title,
                "valid_from": one.valid_from.isoformat(),
                "valid_to": one.valid_to.isoformat(),
            }
            for one in certificates
        ],
        FieldGroup.FIGURES: _figures(facts),
        FieldGroup.CONTACTS: {
            name.removeprefix("contact_"): facts.enterprise[name] or None
            for name in ("contact_name", "contact_phone", "contact_email")
        },
    }


def _figures(facts: Facts) -> Content | None:
    """Those of the last year that was reported; None without one."""
    if facts.latest_year is None:
        return None
    return {
        "year": facts.latest_year,
        **{name: plain(facts.latest[name]) for name in FIGURES},
    }


def contents_of(enterprise_ids: list[int]) -> dict[int, tuple[Facts, list[Certificate]]]:
    """Facts and valid certificates of enterprises, by id, in the active scope."""
    held: dict[int, list[Certificate]] = {}
    rows = Certificate.objects.filter(organisation_id__in=enterprise_ids)
    for one in valid_today(rows).order_by("kind", "number"):
        held.setdefault(one.organisation_id, []).append(one)
    return {
        facts.organisation_id: (facts, held.get(facts.organisation_id, []))
        for facts in facts_for(enterprise_ids)
    }
