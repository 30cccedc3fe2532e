"""What the registry knows of the codes and names in a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.tenancy import system_scope
from enterprises.models import Enterprise, FormerName, RegistrationState
from enterprises.rules.name_matching import match_key, same_full_name


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the registry, whichever district it belongs to."""

    organisation_id: int
    district_id: int
    name: str
    credit_code: str | None
    is_unclaimed: bool


def _entries(**conditions: object) -> list[Entry]:
    fields = "organisation_id", "district_id", "name", "credit_code", "registration_state"
    return [
        Entry(organisation_id, district_id, name, code, state == RegistrationState.UNCLAIMED)
        for organisation_id, district_id, name, code, state in Enterprise.objects.filter(
            **conditions
        ).values_list(*fields)
    ]


def entries_with_codes(codes: Iterable[str]) -> dict[str, Entry]:
    """The entries of the whole city that hold `codes`.

    A bureau does not see another district's rows, but a code may stand in the registry once
    only; callers tell no more than that it is taken.
    """
    with system_scope(reason="find credit codes of an import in all districts"):
        return {str(e.credit_code): e for e in _entries(credit_code__in=list(codes))}


class NamedEntries:
    """The entries of the whole city whose names share a matching key with `names`."""

    def __init__(self, names: Iterable[str], *, unclaimed_only: bool = False) -> None:
        self._by_key: dict[str, list[Entry]] = {}
        keys = {match_key(name) for name in names}
        conditions: dict[str, object] = {"name_key__in": list(keys)}
        if unclaimed_only:
            conditions["registration_state"] = RegistrationState.UNCLAIMED
        self._former: list[tuple[FormerName, Entry]] = []
        with system_scope(reason="find names of an import in all districts"):
            for entry in _entries(**conditions):
                self._by_key.setdefault(match_key(entry.name), []).append(entry)
            if not unclaimed_only:
                former = list(FormerName.objects.filter(name_key__in=list(keys)).order_by("until"))
                renamed = _entries(pk__in={row.organisation_id for row in former})
                by_id = {entry.organisation_id: entry for entry in renamed}
                self._former = [
                    (row, by_id[row.organisation_id])
                    for row in former
                    if not same_full_name(row.name, by_id[row.organisation_id].name)
                ]

    def same_name(self, name: str) -> list[Entry]:
        """Entries whose full name differs in widths, brackets and spaces at most."""
        return [e for e in self.same_key(name) if same_full_name(e.name, name)]

    def formerly(self, name: str) -> list[Entry]:
        """Entries that had this full name until it was changed."""
        by_id = {entry.organisation_id: entry for _, entry in self._former}
        former = self.former_names(name).items()
        return [by_id[pk] for pk, row in former if same_full_name(row.name, name)]

    def former_names(self, name: str) -> dict[int, FormerName]:
        """The former names with the key of this one, by the ids of their entries: of each the
        same full name, if there is one."""
        rows = [row for row, _ in self._former if row.name_key == match_key(name)]
        rows.sort(key=lambda row: same_full_name(row.name, name))
        return {row.organisation_id: row for row in rows}

    def same_key(self, name: str) -> list[Entry]:
        return self._by_key.get(match_key(name), [])
