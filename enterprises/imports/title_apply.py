"""Writing the matched lines of a published list: titles, and unclaimed entries for new names."""

from collections.abc import Iterable
from unicodedata import normalize

from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import Organisation
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

MatchState = PublishedTitle.MatchState


def apply_title_chunk(batch: ImportBatch, scope: ImportScope) -> int:
    """Write the next rows of `batch` that wait, in one transaction; returns how many, 0 at the end.

    Doubtful rows stay for a person. A row and its mark `done_at` are committed together.
    """
    with scope.enter():
        waiting = ImportRow.objects.filter(batch=batch, done_at=None).exclude(
            verdict=ImportRow.Verdict.DOUBTFUL
        )
        rows = list(waiting.order_by("number").select_for_update()[:CHUNK])
        new = [row for row in rows if row.verdict == ImportRow.Verdict.NEW]
        owners = _enterprises_for_new_names(new)
        owners |= {row.pk: row.decided_for for row in rows if row.decided_for is not None}
        unreached = write_titles(rows, owners, MatchState.MATCHED)
        ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(done_at=timezone.now())
        ImportRow.objects.filter(pk__in=unreached).update(skipped=ELSEWHERE)
    return len(rows)


def _enterprises_for_new_names(rows: list[ImportRow]) -> dict[int, int]:
    """Row id -> enterprise; a name that came into the registry meanwhile is not made again."""
    known = NamedEntries(row.values["name"] for row in rows)
    owners: dict[int, int] = {}
    fresh: dict[str, list[ImportRow]] = {}
    for row in rows:
        same = known.same_name(row.values["name"])
        if same:
            owners[row.pk] = same[0].organisation_id
        else:
            fresh.setdefault(normalize("NFKC", row.values["name"]), []).append(row)
    made = create_unclaimed([group[0] for group in fresh.values()])
    for group, enterprise in zip(fresh.values(), made, strict=True):
        owners |= {row.pk: enterprise.pk for row in group}
    return owners


def create_unclaimed(rows: list[ImportRow]) -> list[Enterprise]:
    """An unclaimed entry without a code for each row, in the row's district."""
    organisations = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.ENTERPRISE,
            name=row.values["name"],
            district_id=row.values["district_id"],
        )
        for row in rows
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


def write_titles(rows: Iterable[ImportRow], owners: dict[int, int], matched: str) -> list[int]:
    """Tie the lines of `rows` to their enterprises; a line that is there already stays as it is.

    Returns the ids of the rows whose enterprise the active scope does not show.
    """
    enterprises = {e.pk: e for e in Enterprise.objects.filter(pk__in=set(owners.values()))}
    titles, unreached = [], []
    for row in rows:
        enterprise = enterprises.get(owners[row.pk])
        if enterprise is None:
            unreached.append(row.pk)
            continue
        is_unclaimed = enterprise.registration_state == RegistrationState.UNCLAIMED
        for title, key in zip(row.values["titles"], row.values["keys"], strict=True):
            titles.append(
                PublishedTitle(
                    organisation_id=enterprise.pk,
                    district_id=enterprise.district_id,
                    published_name=row.values["name"],
                    title=title,
                    district_name=row.values.get("district", ""),
                    source=row.values.get("source", ""),
                    match_state=MatchState.UNCLAIMED if is_unclaimed else matched,
                    score=round(similarity(row.values["name"], enterprise.name), 3),
                    line_key=key,
                )
            )
    PublishedTitle.objects.bulk_create(titles, ignore_conflicts=True)
    return unreached
