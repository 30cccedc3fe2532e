"""Matching the rows of a published list with the registry."""

from collections.abc import Iterable, Sequence

from accounts.tenancy import current_scope, system_scope
from enterprises.imports.lookups import Entry, NamedEntries
from enterprises.imports.places import Places
from enterprises.imports.registry_check import OWN
from enterprises.imports.registry_rows import ParsedRow, check_name
from enterprises.imports.scope import ImportScope
from enterprises.imports.title_rows import line_key, split_titles
from enterprises.models import (
    Enterprise,
    FormerName,
    ImportBatch,
    ImportRow,
    PublishedTitle,
)
from enterprises.querysets import ids_with_name_part
from enterprises.rules.name_matching import (
    DOUBTFUL_FROM,
    match_key,
    same_full_name,
    similarity,
)

MOST_CANDIDATES = 5
MOST_HITS = 50
ELSEWHERE = "同名企业已登记在其他区市，请由市级经办人导入"


class TitleCheck:
    """Judges the rows of a list; keeps counts as `RegistryCheck` does, plus doubtful ones."""

    def __init__(self, batch: ImportBatch, scope: ImportScope, places: Places) -> None:
        self.batch, self.scope, self.places = batch, scope, places
        self.counts = {"new": 0, "changed": 0, "unchanged": 0, "wrong": 0, "doubtful": 0}
        self._keys_seen: set[str] = set()
        self._own: frozenset[int] = frozenset()

    def judge(self, rows: Sequence[ParsedRow]) -> list[ImportRow]:
        """Add the problems of `rows` to them, and return the rows that are to be written."""
        current_scope()
        self._own = self.scope.own_enterprises()
        for row in rows:
            check_name(row)
            self._check_place(row)
            row.values["titles"] = split_titles(row.values.get("titles"))
            row.values["keys"] = self._keys(row)
        matcher = Matcher(row.values.get("name", "") for row in rows)
        stored = _stored_keys(
            [key for row in rows for key in row.values["keys"]], self.batch.organisation_id
        )
        staged = []
        for row in rows:
            fresh = [
                key
                for key in row.values["keys"]
                if key not in stored and key not in self._keys_seen
            ]
            self._keys_seen.update(row.values["keys"])
            verdict, found = self._verdict(row, fresh, matcher)
            self.counts[verdict] += 1
            if verdict in ("new", "changed", "doubtful"):
                staged.append(self._staged(row, verdict, found, matcher))
        return staged

    def _check_place(self, row: ParsedRow) -> None:
        """Turn the district's name into its id; one that the list does not name stays unknown,
        which is the city, whoever brings the list in."""
        written = row.values.get("district")
        row.values["district_id"] = self.places.city_id
        if written is None:
            return
        place = self.places.find(written)
        if place is None:
            row.refuse("district", f"没有“{written[:20]}”这个区市，不知道时请留空")
        elif place != self.places.city_id and not self.scope.may_write(place):
            row.refuse("district", "只能导入本区市的企业")
        else:
            row.values["district_id"] = place

    def _keys(self, row: ParsedRow) -> list[str]:
        name, source = row.values.get("name", ""), row.values.get("source", "")
        return [line_key(name, title, source) for title in row.values["titles"]]

    def _verdict(
        self, row: ParsedRow, fresh: list[str], matcher: "Matcher"
    ) -> tuple[str, list[Entry]]:
        if row.problems:
            return "wrong", []
        if not fresh:
            return "unchanged", []
        name = row.values["name"]
        same = matcher.same(name)
        if len(same) == 1 and same[0].organisation_id in self._own:
            row.refuse("name", OWN)
            return "wrong", []
        if len(same) == 1 and not self._may_reach(same[0]):
            row.refuse("name", ELSEWHERE)
            return "wrong", []
        if len(same) == 1:
            former = matcher.former_name(name, same[0])
            if former and same_full_name(former.name, name):
                row.values["name_note"] = f"名单中是 {former}"
            return "changed", same
        reachable = [e for e in same if self._may_reach(e)]
        found = reachable or matcher.similar(name)
        return ("doubtful", found) if found else ("new", [])

    def _may_reach(self, entry: Entry) -> bool:
        """An entry whose district nobody knows yet is every bureau's to add a title to."""
        return entry.district_id == self.places.city_id or self.scope.may_write(entry.district_id)

    def _staged(
        self, row: ParsedRow, verdict: str, found: list[Entry], matcher: "Matcher"
    ) -> ImportRow:
        one = found[0].organisation_id if verdict == "changed" else None
        return ImportRow(
            batch=self.batch,
            number=row.number,
            verdict=verdict,
            values=row.values,
            decided_for=one,
            candidates=[
                self._candidate(entry, matcher.former_name(row.values["name"], entry))
                for entry in found
                if verdict == "doubtful"
            ],
            organisation_id=self.batch.organisation_id,
            district_id=self.batch.district_id,
        )

    def _candidate(self, entry: Entry, former: FormerName | None) -> dict[str, object]:
        return {
            "former": f"{former.name}（{former.until:%Y-%m-%d} 更名）" if former else "",
            "id": entry.organisation_id,
            "name": entry.name,
            "credit_code": entry.credit_code,
            "district": self.places.by_id.get(entry.district_id, ""),
        }


class Matcher:
    """Finds the enterprises that published names may mean, in the active scope."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted = [name for name in names if name]
        self._named = NamedEntries(wanted)
        self._decided = _decided_before(wanted)

    def same(self, name: str) -> list[Entry]:
        """The enterprise with this full name, or the one a person once chose for it, or that had
        it until it was changed; several where it is one's former and another's present name."""
        now, before = self._named.same_name(name), self._named.formerly(name)
        decided = self._decided.get(name, [])
        of_old = {one.organisation_id for one in before}
        has_another_owner = bool(now) and {one.organisation_id for one in decided} <= of_old
        return decided if decided and not has_another_owner else [*now, *before]

    def former_name(self, name: str, entry: Entry) -> FormerName | None:
        """The former name of the enterprise for which `name` may stand."""
        return self._named.former_names(name).get(entry.organisation_id)

    def similar(self, name: str) -> list[Entry]:
        """Enterprises of the active scope with a similar name, the most similar first.

        The search goes by parts of the distinctive name: a slip in one part leaves another.
        """
        core = match_key(name)
        parts = dict.fromkeys(
            part for part in (core, core[:4], core[:3], core[:2], core[-4:]) if len(part) > 1
        )
        ids: set[int] = {e.organisation_id for e in self._named.same_key(name)}
        renamed = self._named.former_names(name).keys()
        ids |= renamed
        for part in parts:
            ids.update(ids_with_name_part(part, MOST_HITS))
        fields = "organisation_id", "district_id", "name", "credit_code"
        hits = Enterprise.objects.filter(pk__in=ids).values_list(*fields)
        entries = [Entry(key, place, name_, code, code is None) for key, place, name_, code in hits]
        scored = [(similarity(name, entry.name), entry) for entry in entries]
        likely = [
            (1.0, entry) if entry.organisation_id in renamed else (score, entry)
            for score, entry in scored
            if score >= DOUBTFUL_FROM or entry.organisation_id in renamed
        ]
        likely.sort(key=lambda pair: (-pair[0], pair[1].organisation_id))
        return [entry for _, entry in likely[:MOST_CANDIDATES]]


def _stored_keys(wanted: list[str], organisation_id: int) -> set[str]:
    """Which lines are in the registry, or wait for a person of the bureau, or were left out by
    one."""
    with system_scope(reason="find lines of a published list in all districts"):
        stored = set(
            PublishedTitle.objects.filter(line_key__in=wanted).values_list("line_key", flat=True)
        )
        handled = ImportRow.objects.filter(
            organisation_id=organisation_id,
            verdict=ImportRow.Verdict.DOUBTFUL,
            batch__state=ImportBatch.State.APPLIED,
            values__keys__has_any_keys=wanted,
        ).values_list("values__keys", flat=True)
        stored.update(key for keys in handled for key in keys)
    return stored


def _decided_before(names: list[str]) -> dict[str, list[Entry]]:
    """Published names that a person or an earlier list tied to one enterprise."""
    fields = (
        "published_name",
        "organisation_id",
        "district_id",
        "organisation__name",
    )
    with system_scope(reason="find names of a published list in all districts"):
        rows = list(
            PublishedTitle.objects.filter(published_name__in=names).values_list(*fields).distinct()
        )
    found: dict[str, list[Entry]] = {}
    for name, organisation_id, district_id, own_name in rows:
        found.setdefault(name, []).append(
            Entry(organisation_id, district_id, own_name, None, is_unclaimed=False)
        )
    return {name: entries for name, entries in found.items() if len(entries) == 1}
