"""Writing the matched lines of a published list: titles, and unclaimed entries for new names."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import District, Organisation
from accounts.tenancy import current_scope, system_scope
from documents.written.text import compared
from enterprises.imports.lookups import NamedEntries
from enterprises.imports.names import name_fields
from enterprises.imports.registry_apply import CHUNK
from enterprises.imports.scope import ImportScope
from enterprises.imports.title_check import ELSEWHERE
from enterprises.models import (
    Enterprise,
    ImportBatch,
    ImportRow,
    PublishedTitle,
    RegistrationState,
)
from enterprises.rules.name_matching import similarity

MatchState, Outcome = PublishedTitle.MatchState, ImportRow.Outcome


def apply_title_chunk(batch: ImportBatch, scope: ImportScope) -> int:
    """Write the next rows of `batch` that wait, in one transaction; returns how many, 0 at the end.

    Doubtful rows stay for a person. A row and its mark `done_at` are committed together.
    """
    with scope.enter():
        waiting = ImportRow.objects.filter(batch=batch, done_at=None).exclude(
            verdict=ImportRow.Verdict.DOUBTFUL
        )
        rows = list(waiting.order_by("number").select_for_update()[:CHUNK])
        _find_or_make([row for row in rows if row.verdict == ImportRow.Verdict.NEW])
        write_titles(rows)
        for row in rows:
            row.done_at = timezone.now()
        ImportRow.objects.bulk_update(
            rows, ["done_at", "outcome", "skipped", "decided_for", "undo"]
        )
    return len(rows)


def _find_or_make(rows: list[ImportRow]) -> None:
    """Tie rows with new names to their enterprise; a name that came into the registry meanwhile is
    not made again."""
    known = NamedEntries(row.values["name"] for row in rows)
    fresh: dict[str, list[ImportRow]] = {}
    for row in rows:
        same = known.same_name(row.values["name"]) or list(known.formerly(row.values["name"]))
        if same:
            row.decided_for = same[0].organisation_id
        else:
            fresh.setdefault(compared(row.values["name"]), []).append(row)
    create_unclaimed([group[0] for group in fresh.values()])
    for group in fresh.values():
        for row in group:
            row.decided_for = group[0].decided_for


def create_unclaimed(rows: list[ImportRow]) -> None:
    """Make an unclaimed entry without a code for each row, in the row's district.

    An entry whose district the list does not name stays at the city until a person or its claim
    says where it belongs; the city's rows are no district's to write, so this is an act of the
    portal.
    """
    reach = current_scope().district_ids
    here = [row for row in rows if row.values["district_id"] in reach]
    _create(here)
    if len(here) < len(rows):
        with system_scope(reason="enter a published name whose district is unknown"):
            _create([row for row in rows if row.values["district_id"] not in reach])


def new_unclaimed_entry(name: str, district_id: int) -> Enterprise:
    """An entry without a code, which waits for its enterprise; the city for one whose district is
    unknown. The active scope must reach the district."""
    return _unclaimed([(name, district_id)])[0]


def _create(rows: list[ImportRow]) -> None:
    made = _unclaimed([(row.values["name"], row.values["district_id"]) for row in rows])
    for row, enterprise in zip(rows, made, strict=True):
        row.decided_for, row.outcome = enterprise.pk, Outcome.CREATED


def _unclaimed(named: list[tuple[str, int]]) -> list[Enterprise]:
    organisations = Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.ENTERPRISE, name=name, district_id=district_id)
        for name, district_id in named
    )
    return Enterprise.objects.bulk_create(
        Enterprise(
            organisation=organisation,
            district_id=organisation.district_id,
            name=organisation.name,
            registration_state=RegistrationState.UNCLAIMED,
            **name_fields(organisation.name),
        )
        for organisation in organisations
    )


def write_titles(rows: Iterable[ImportRow]) -> None:
    """Tie the lines of `rows` to the enterprises that they were decided for, and note in each row
    what came of it; a line that is there already stays as it is. Saves no row."""
    tied = [row for row in rows if row.decided_for is not None]
    wanted = Enterprise.objects.filter(pk__in={row.decided_for for row in tied})
    enterprises = {one.pk: one for one in wanted}
    _write(tied, enterprises)
    homeless = [row for row in tied if row.decided_for not in enterprises]
    if not homeless:
        return
    with system_scope(reason="enter a published name whose district is unknown"):
        unplaced = Enterprise.objects.filter(
            pk__in={row.decided_for for row in homeless}, district__kind=District.Kind.CITY
        )
        enterprises = {one.pk: one for one in unplaced}
        _write(homeless, enterprises)
    for row in homeless:
        if row.decided_for not in enterprises:
            row.skipped, row.outcome = ELSEWHERE, Outcome.SKIPPED


def _write(rows: list[ImportRow], enterprises: dict[int, Enterprise]) -> None:
    keys = [key for row in rows for key in row.values["keys"]]
    stored = PublishedTitle.objects.filter(line_key__in=keys)
    taken = set(stored.values_list("line_key", flat=True))
    titles = []
    for row in rows:
        enterprise = enterprises.get(row.decided_for or 0)
        if enterprise is None:
            continue
        fresh = {
            key: title
            for title, key in zip(row.values["titles"], row.values["keys"], strict=True)
            if key not in taken
        }
        taken.update(fresh)
        titles += [_title(row, enterprise, title, key) for key, title in fresh.items()]
        row.undo = {"keys": list(fresh), "is_new": row.outcome == Outcome.CREATED}
        row.outcome = row.outcome or Outcome.UPDATED
    PublishedTitle.objects.bulk_create(titles, ignore_conflicts=True)


def _title(row: ImportRow, enterprise: Enterprise, title: str, key: str) -> PublishedTitle:
    is_unclaimed = enterprise.registration_state == RegistrationState.UNCLAIMED
    return PublishedTitle(
        **enterprise.home,
        published_name=row.values["name"],
        title=title,
        district_name=row.values.get("district", ""),
        source=row.values.get("source", ""),
        match_state=MatchState.UNCLAIMED if is_unclaimed else MatchState.MATCHED,
        score=round(similarity(row.values["name"], enterprise.name), 3),
        line_key=key,
    )
