"""A new name of an enterprise, as a bureau has found it proved."""

from accounts.models import Organisation
from enterprises.actions.entry_values import fill
from enterprises.models import Enterprise


def take_new_name(enterprise_id: int, name: str) -> Enterprise:
    """Write the name into the registry, in the caller's transaction and scope; the caller has
    checked who may."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    if enterprise.name != name:
        fill(enterprise, {"name": name})
        enterprise.save()
        Organisation.objects.filter(pk=enterprise_id).update(name=name)
    return enterprise
