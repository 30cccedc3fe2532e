"""The names that enterprises had until a document of the registration authority changed them."""

from collections.abc import Iterable

from documents.written.text import compared
from enterprises.models import Enterprise, FormerName


class FormerNames:
    """The former names of some enterprises, read at once; what one is called now is none of them.

    They are of the changes that a bureau approved with a document: 登记变更, 依据文件更正, and the
    renaming of a certificate's holder.
    """

    def __init__(self, enterprise_ids: Iterable[int]) -> None:
        ids = list(enterprise_ids)
        known = Enterprise.objects.filter(pk__in=ids).values_list("pk", "name")
        now = {pk: compared(name) for pk, name in known}
        rows = FormerName.objects.filter(organisation_id__in=ids).order_by("until", "pk")
        self._found = {
            (row.organisation_id, compared(row.name)): row
            for row in rows
            if compared(row.name) != now.get(row.organisation_id)
        }

    def find(self, enterprise_id: int, name: str) -> FormerName | None:
        """The former name of the enterprise that `name` is, whatever its widths and brackets."""
        return self._found.get((enterprise_id, compared(name)))
