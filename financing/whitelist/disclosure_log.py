"""The log of what banks were shown, which the enterprise reads.

One row is written with the answer that shows it. Of many rows a single message of the outbox is
written with the answer, and is spread out over the enterprises right after it.
"""

import json
from collections import defaultdict
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from accounts.outbox import post
from accounts.tenancy import Actor, system_scope
from financing.models import Disclosure, Pull

LOG_PULL = "financing.log_pull"
LOG_SHOWN = "financing.log_shown"


class Shown(NamedTuple):
    """An enterprise of which a bank saw groups of fields: their values with commas between; "" is
    nothing but the listing, and no disclosure."""

    organisation_id: int
    groups: str


def log_one(
    actor: Actor, client_name: str, means: Disclosure.Means, shown: Shown, district_id: int
) -> None:
    """Log what the bank of `actor` sees of one enterprise, in the present transaction."""
    if not shown.groups:
        return
    # By hand, for a lookup: to compile the statement takes longer than to find the enterprise.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO financing_disclosure"
            " (organisation_id, district_id, groups, bank_id, means, client_name, at)"
            " VALUES (%s, %s, string_to_array(%s, ','), %s, %s, %s, %s)",
            [
                shown.organisation_id, district_id, shown.groups, actor.organisation_id, means,
                client_name, timezone.now(),
            ],
        )  # fmt: skip


def owe_log(actor: Actor, client_name: str, means: Disclosure.Means, seen: list[Shown]) -> None:
    """Log what the bank of `actor` sees of many enterprises, as one message in the present
    transaction: `log_shown` writes it out."""
    enterprises: dict[str, list[int]] = defaultdict(list)
    for organisation_id, groups in seen:
        if groups:
            enterprises[groups].append(organisation_id)
    if not enterprises:
        return
    request_id = str(uuid4())
    payload = {
        "request_id": request_id,
        "bank_id": actor.organisation_id,
        "means": means,
        "client_name": client_name,
        "at": timezone.now().isoformat(),
        "enterprises": enterprises,
    }
    post(LOG_SHOWN, payload, f"log-shown:{request_id}")


# An enterprise that has moved meanwhile takes its log along.
WRITE_SHOWN = """
INSERT INTO financing_disclosure
  (organisation_id, district_id, groups, bank_id, means, client_name, at, pull)
SELECT one.organisation_id, one.district_id, string_to_array(shown.groups, ','),
       %(bank_id)s, %(means)s, %(client_name)s, %(at)s::timestamptz, %(request_id)s::uuid
  FROM jsonb_each(%(enterprises)s::jsonb) AS shown (groups, ids)
  CROSS JOIN LATERAL jsonb_array_elements_text(shown.ids) AS seen (id)
  JOIN enterprises_enterprise one ON one.organisation_id = seen.id::bigint
ON CONFLICT DO NOTHING
"""


def log_shown(payload: dict[str, Any]) -> int:
    """Write out a message of `owe_log`, a row for each enterprise; repeatable. Returns how many
    rows."""
    with system_scope(reason="log what a bank was shown"), connection.cursor() as cursor:
        cursor.execute(WRITE_SHOWN, payload | {"enterprises": json.dumps(payload["enterprises"])})
        return int(cursor.rowcount)


WRITE_PULL = """
INSERT INTO financing_disclosure
  (organisation_id, district_id, bank_id, groups, means, client_name, at, pull)
SELECT consent.organisation_id, consent.district_id, consent.bank_id, consent.groups,
       %(means)s, %(client)s, %(at)s, %(pull)s
  FROM financing_consent consent
 WHERE consent.bank_id = %(bank)s
   AND consent.valid_from <= %(day)s AND consent.valid_to >= %(day)s
   AND {granted} AND NOT COALESCE({withdrawn}, false)
   AND EXISTS (SELECT 1 FROM financing_whitelistentry entry
                WHERE entry.organisation_id = consent.organisation_id
                  AND entry.listed_at <= %(end)s
                  AND (entry.left_at IS NULL OR entry.left_at >= %(at)s))
ON CONFLICT DO NOTHING
"""
IN_SNAPSHOT = "pg_visible_in_snapshot({}::text::xid8, %(snapshot)s::pg_snapshot)"


def log_pull(pull_id: str) -> int:
    """Log what a pull showed, a row for each enterprise; repeatable. Returns how many rows."""
    with system_scope(reason="log what a bank was shown"):
        pull = Pull.objects.select_for_update(of=("self",)).get(pk=pull_id)
        if pull.logged_at is not None:
            return 0
        if pull.snapshot:
            granted = IN_SNAPSHOT.format("consent.granted_xid")
            withdrawn = IN_SNAPSHOT.format("consent.withdrawn_xid")
        else:
            granted, withdrawn = "true", "consent.withdrawn_at < %(at)s"
        with connection.cursor() as cursor:
            cursor.execute(
                WRITE_PULL.format(granted=granted, withdrawn=withdrawn),
                {
                    "means": pull.means,
                    "client": pull.client_name,
                    "at": pull.begun_at,
                    "end": pull.ended_at or timezone.now(),
                    "day": timezone.localdate(pull.begun_at),
                    "pull": pull.pk,
                    "bank": pull.organisation_id,
                    "snapshot": pull.snapshot,
                },
            )
            count = cursor.rowcount
        pull.logged_at = timezone.now()
        pull.save(update_fields=["logged_at"])
        return int(count)
