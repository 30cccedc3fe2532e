"""The names that enterprises had until a document of the registration authority changed them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from documents.written.text import compared
from enterprises.models import Enterprise, EntryProposal, EntryProposalEvent, IdentityChange
from pages.words import field_named

NAME_LABEL = str(field_named(Enterprise, "name").verbose_name)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that was given up on a day."""

    name: str
    until: date

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d} 变更前的名称"


class FormerNames:
    """The former names of some enterprises, read at once; what one is called now is none of them.

    They are of the changes that a bureau approved with a document: 登记变更 and 依据文件更正.
    """

    def __init__(self, enterprise_ids: Iterable[int]) -> None:
        ids = list(enterprise_ids)
        known = Enterprise.objects.filter(pk__in=ids).values_list("pk", "name")
        self._now = {pk: compared(name) for pk, name in known}
        self._found: dict[tuple[int, str], FormerName] = {}
        for change in IdentityChange.objects.filter(
            organisation_id__in=ids, state=IdentityChange.State.ACCEPTED
        ).exclude(name=""):
            self._add(change.organisation_id, change.before.get("name", ""), change.changed_on)
        for event in EntryProposalEvent.objects.filter(
            organisation_id__in=ids,
            target=EntryProposal.State.CORRECTED,
            proposal__values__has_key="name",
        ).select_related("proposal"):
            before = [old for label, old, _ in event.proposal.changes if label == NAME_LABEL]
            for name in before:
                self._add(event.organisation_id, name, timezone.localdate(event.at))

    def _add(self, enterprise_id: int, name: str, until: date) -> None:
        key = enterprise_id, compared(name)
        if not name or key[1] == self._now.get(enterprise_id):
            return
        last = self._found.get(key)
        if last is None or last.until < until:
            self._found[key] = FormerName(name, until)

    def find(self, enterprise_id: int, name: str) -> FormerName | None:
        """The former name of the enterprise that `name` is, whatever its widths and brackets."""
        return self._found.get((enterprise_id, compared(name)))
