"""Bringing a published list in without a browser."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import system_scope
from enterprises.imports.import_machine import MACHINE
from enterprises.imports.scope import ImportScope
from enterprises.imports.steps import Advance, apply_batch, check_batch, silent
from enterprises.models import ImportBatch


def load_titles(path: Path, advance: Advance = silent) -> ImportBatch:
    """Bring the list at `path` (csv or xlsx) in for the city's bureau: check, then write.

    Doubtful names wait on the bureau's page. A list that cannot be read comes back `REFUSED`
    with its reason. Raises `OSError` when the file cannot be opened.
    """
    data = path.read_bytes()
    with system_scope(reason="import a list from the command line"):
        city = Organisation.objects.filter(kind=OrganisationKind.CITY_BUREAU).order_by("id")[0]
        batch = ImportBatch(
            kind=ImportBatch.Kind.TITLES,
            file_name=path.name[-200:],
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            organisation_id=city.pk,
            district_id=city.district_id,
        )
        batch.file.save(path.name.lower(), ContentFile(data), save=False)
        batch.save()
    scope = ImportScope(city.pk, city.district_id)
    batch = check_batch(batch.pk, scope, advance)
    if batch.state != ImportBatch.State.CHECKED:
        return batch
    with scope.enter():
        MACHINE.execute(None, batch.pk, "apply")
    return apply_batch(batch.pk, scope, advance)
