"""A new name of an enterprise, as a bureau has found it proved."""

from datetime import date

from accounts.models import Organisation
from documents.written.text import compared
from enterprises.actions.entry_values import fill
from enterprises.models import Enterprise, FormerName
from enterprises.rules.name_matching import match_key


def take_new_name(
    enterprise_id: int, name: str, *, since: date, document_number: str
) -> Enterprise:
    """Write the name into the registry, and keep the one before as a former name, in the caller's
    transaction and scope; the caller has checked who may."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    if enterprise.name != name:
        before = enterprise.name
        fill(enterprise, {"name": name})
        enterprise.save()
        Organisation.objects.filter(pk=enterprise_id).update(name=name)
        keep_former_name(enterprise, before, until=since, document_number=document_number)
    return enterprise


def keep_former_name(
    enterprise: Enterprise, name: str, *, until: date, document_number: str
) -> None:
    """Keep what the enterprise was called until a day; nothing where that is its name still, but
    for widths and brackets, or where it is kept already."""
    kept = FormerName.objects.filter(organisation_id=enterprise.pk, until=until)
    known = {compared(enterprise.name), *map(compared, kept.values_list("name", flat=True))}
    if compared(name) not in known:
        FormerName.objects.create(
            **enterprise.home,
            name=name,
            name_key=match_key(name),
            until=until,
            document_number=document_number[:100],
        )
