"""Keeping what banks are shown true to the list, the registry and the consents.

Each row of the feed is written in the transaction of the change that it shows, or, for a change
of the registry, right after it from the outbox. Whoever writes rows of an enterprise holds the
lock on its entry first and reads afterwards: two changes at once cannot overwrite one another with
what they read before.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import system_scope
from certification.models import Certificate
from enterprises.figures import Facts
from financing.json_values import moment_text, plain
from financing.models import Consent, FeedPurge, FeedRow, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist.feed_content import (
    Content,
    bare_content,
    contents_of,
    group_contents,
    present_code,
)

AT_ONCE = 500
# Whoever writes rows does so after whoever wrote before has committed: the order of `seq` is the
# order of commits, and a reader that has seen one number has seen all before it.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('financing feed', 0))"
CODE_CHANGED = "code_changed"  # why a code left the list, where its enterprise did not
COLUMNS = (
    'bank_id, organisation_id, district_id, credit_code, bare, "full", groups, full_until,'
    " listed_until, left_at"
)
PRESENT = "jsonb_populate_recordset(NULL::financing_feedrow, %(rows)s::jsonb) AS present"
# What a listed enterprise has now is no other's any more, whether the other has been written yet
# or not: a follower has it from the new row.
TAKE_OVER = f"""
DELETE FROM financing_feedrow AS other USING {PRESENT}
 WHERE other.bank_id = present.bank_id AND other.credit_code = present.credit_code
   AND other.organisation_id <> present.organisation_id AND present.left_at IS NULL
"""  # noqa: S608  names of this module
# Followers know an enterprise by its code: one that has another code now leaves a tombstone at the
# former one.
RETIRE = f"""
UPDATE financing_feedrow AS former
   SET bare = (CASE WHEN present.left_at IS NOT NULL THEN present.bare::jsonb
                    ELSE jsonb_build_object('status', 'left', 'left_at', %(moment)s::text,
                           'reason', %(reason)s::text, 'replaced_by', present.credit_code) END
               || jsonb_build_object('credit_code', former.credit_code))::text,
       "full" = '', groups = '', full_until = NULL, listed_until = NULL,
       left_at = COALESCE(present.left_at, %(now)s), seq = nextval('financing_feed_seq')
  FROM {PRESENT}
 WHERE former.bank_id = present.bank_id AND former.organisation_id = present.organisation_id
   AND former.credit_code <> present.credit_code AND former.left_at IS NULL
RETURNING former.bank_id, former.credit_code, false
"""  # noqa: S608  names of this module
UPSERT = f"""
INSERT INTO financing_feedrow AS kept ({COLUMNS}, seq)
SELECT {COLUMNS}, nextval('financing_feed_seq')
  FROM {PRESENT}
 ORDER BY organisation_id, bank_id
ON CONFLICT (bank_id, organisation_id, credit_code) DO UPDATE SET
  district_id = EXCLUDED.district_id, bare = EXCLUDED.bare,
  "full" = EXCLUDED.full, groups = EXCLUDED.groups, full_until = EXCLUDED.full_until,
  listed_until = EXCLUDED.listed_until, left_at = EXCLUDED.left_at, seq = EXCLUDED.seq
WHERE (kept.bare, kept.full, kept.full_until, kept.listed_until, kept.left_at, kept.district_id)
  IS DISTINCT FROM (EXCLUDED.bare, EXCLUDED.full, EXCLUDED.full_until, EXCLUDED.listed_until,
       EXCLUDED.left_at, EXCLUDED.district_id)
RETURNING bank_id, credit_code, left_at IS NULL
"""  # noqa: S608  names of this module


# (id of the bank, credit code, whether it is listed) of each row that was written.
Listener = Callable[[list[tuple[int, str, bool]]], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Have `listener` told of the rows that change, in the transaction and the system scope of
    the change."""
    _listeners.append(listener)


def banks() -> list[int]:
    """The ids of the banks that the list is shown to."""
    rows = Organisation.objects.filter(kind=OrganisationKind.BANK, is_active=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def refresh_entry(entry: WhitelistEntry) -> None:
    """Write what each bank sees of the enterprise now, in the present transaction.

    The entry is as stored, and its row is locked by the caller's transaction.
    """
    with system_scope(reason="show banks the present list"):
        _write([entry])


def refresh(enterprise_ids: Iterable[int]) -> int:
    """Write what banks see of these enterprises now, as far as they are listed; returns how many
    of them are. Each `AT_ONCE` are one transaction."""
    wanted, count = sorted(set(enterprise_ids)), 0
    for start in range(0, len(wanted), AT_ONCE):
        with system_scope(reason="show banks the present list"):
            rows = WhitelistEntry.objects.filter(
                state=WhitelistEntry.State.LISTED,
                organisation_id__in=wanted[start : start + AT_ONCE],
            )
            entries = list(rows.select_for_update(of=("self",)).order_by("organisation_id"))
            _write(entries)
            count += len(entries)
    return count


def connect_bank(bank_id: int) -> int:
    """Write the whole list for a bank that has just become one; returns how many rows."""
    with system_scope(reason="show banks the present list"), connection.cursor() as cursor:
        # Who writes now may not know the bank yet; who comes after does.
        cursor.execute(IN_TURN)
    count, after = 0, 0
    while True:
        with system_scope(reason="show banks the present list"):
            rows = WhitelistEntry.objects.filter(
                state=WhitelistEntry.State.LISTED, organisation_id__gt=after
            )
            entries = list(
                rows.select_for_update(of=("self",)).order_by("organisation_id")[:AT_ONCE]
            )
            _write(entries, [bank_id])
        count += len(entries)
        if len(entries) < AT_ONCE:
            return count
        after = entries[-1].organisation_id


def _write(entries: list[WhitelistEntry], bank_ids: list[int] | None = None) -> None:
    """The rows of these entries, which are ordered by their enterprise and locked."""
    if not entries:
        return
    ids = [entry.organisation_id for entry in entries]
    contents = contents_of(ids)
    consents: dict[tuple[int, int], Consent] = {
        (one.organisation_id, one.bank_id): one
        for one in Consent.objects.in_force().filter(organisation_id__in=ids)
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(IN_TURN)
        shown_to = banks() if bank_ids is None else bank_ids
        rows = [
            row
            for entry in entries
            for row in _rows_of(entry, shown_to, contents[entry.organisation_id], consents)
        ]
        now = timezone.now()
        told: dict[str, str | datetime] = {
            "rows": json.dumps(rows, ensure_ascii=False),
            "now": now, "moment": moment_text(now), "reason": CODE_CHANGED,
        }  # fmt: skip
        cursor.execute(TAKE_OVER, told)
        cursor.execute(RETIRE, told)
        changed = cursor.fetchall()
        cursor.execute(UPSERT, told)
        changed += cursor.fetchall()
        for listener in _listeners:
            listener(changed)


def _rows_of(
    entry: WhitelistEntry,
    bank_ids: list[int],
    content: tuple[Facts, list[Certificate]],
    consents: dict[tuple[int, int], Consent],
) -> Iterable[Content]:
    facts, certificates = content
    key = {"organisation_id": entry.organisation_id, "district_id": entry.district_id}
    if entry.state != WhitelistEntry.State.LISTED:
        gone = _tombstone(entry, present_code(entry, facts))
        yield from (key | gone | {"bank_id": bank_id} for bank_id in bank_ids)
        return
    bare = bare_content(entry, facts)
    bare_text = _text(bare)
    groups = group_contents(facts, certificates)
    for bank_id in bank_ids:
        consent = consents.get((entry.organisation_id, bank_id))
        full, shown, until = "", list[str](), None
        if consent:
            shown = [group for group in FieldGroup.values if group in consent.groups]
            until = consent.valid_to.isoformat()
            consented = {"consent": shown, "consent_until": until}
            full = _text(bare | consented | {group: groups[group] for group in shown})
        yield key | {
            "bank_id": bank_id,
            "credit_code": bare["credit_code"],
            "bare": bare_text,
            "full": full,
            "groups": ",".join(shown),
            "full_until": until,
            "listed_until": bare["valid_to"],
            "left_at": None,
        }


def _tombstone(entry: WhitelistEntry, credit_code: str) -> Content:
    """What is left for those who follow changes: that it is gone, since when and why."""
    left_at = plain(entry.left_at)
    bare = {
        "credit_code": credit_code,
        "status": "left",
        "left_at": left_at,
        "reason": entry.left_because,
        "replaced_by": None,
    }
    return {
        "credit_code": credit_code,
        "bare": _text(bare),
        "full": "",
        "groups": "",
        "full_until": None,
        "listed_until": None,
        "left_at": left_at,
    }


def _text(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def note_purge(gone: QuerySet[FeedRow]) -> None:
    """Note up to where tombstones are purged: who follows from before that has to pull afresh."""
    last = gone.order_by("-seq").values_list("seq", flat=True).first()
    if last is not None:
        FeedPurge.objects.create(last_seq=last)
