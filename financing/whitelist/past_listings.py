"""Earlier stays on the list: who comes back is a new entry, and its bureau should know."""

from collections.abc import Collection

from django.utils import timezone

from financing.models import WhitelistEntry


def past_listings(entries: Collection[WhitelistEntry]) -> dict[int, str]:
    """Entry id -> how the enterprise's stay before it ended, for those that were on the list
    before. One query."""
    rows = WhitelistEntry.objects.filter(
        organisation_id__in=[entry.organisation_id for entry in entries],
        listed_at__isnull=False,
        left_at__isnull=False,
    )
    ended: dict[int, list[WhitelistEntry]] = {}
    for row in rows.order_by("-id"):
        ended.setdefault(row.organisation_id, []).append(row)
    found = {}
    for entry in entries:
        before = [one for one in ended.get(entry.organisation_id, ()) if one.pk < entry.pk]
        if before:
            found[entry.pk] = _told(before[0])
    return found


def _told(stay: WhitelistEntry) -> str:
    why = f"因{stay.get_left_because_display()}" if stay.left_because else ""
    return f"曾于 {timezone.localtime(stay.left_at):%Y-%m-%d} {why}移出"
