"""The bank line: pulls of the whole list, changes, and lookups."""

import io
import threading
from collections.abc import Iterator
from datetime import timedelta

import psutil
from django.db import connection
from django.utils import timezone
from oauth2_provider.models import AccessToken, set_token_value
from oauthlib.common import generate_token

from accounts.tenancy import acting_as, system_scope
from financing.line.actions.save_client import make_client
from financing.models import BankClient, ClientScope, FeedRow, WhitelistEntry
from financing.models.consent import FieldGroup
from financing.whitelist.conditions import conditions_in_force
from financing.whitelist.cursors import written
from financing.whitelist.feed import refresh
from reports.bench.people import actor_named
from reports.bench.results import Measurement, medians_ms
from reports.bench.scratch import owner_cursor, see_everything, use_database
from reports.bench.server import BARE, PORTAL, Client, Request, requests_per_second, serving

LIST = "/api/v1/whitelist/"
PROGRAM = "速度测试"
PULLS, FOLLOWED, LOOKUPS, CLIENTS, CHANGED = 9, 200, 800, 8, 100
# The same enterprises with sixteen columns, as PostgreSQL itself writes them.
YARDSTICK = """COPY (SELECT row_to_json(line) FROM (
  SELECT entry.credit_code, entry.enterprise_name, entry.listed_at, entry.valid_to,
         place.name AS district, one.industry_code, one.size_class, one.established_on,
         one.registered_capital, one.address, one.legal_representative, one.contact_name,
         one.contact_phone, one.contact_email, one.revenue, one.assets
    FROM financing_whitelistentry entry
    JOIN enterprises_enterprise one USING (organisation_id)
    JOIN accounts_district place ON place.id = entry.district_id
   WHERE entry.state = 'listed' ORDER BY entry.organisation_id) line) TO STDOUT"""


def list_enterprises(database: str, count: int) -> None:
    """Put up to `count` enterprises on the list and let the bank see all of them; repeatable."""
    use_database(database)
    bank = actor_named("bank")
    today = timezone.localdate()
    with system_scope(reason="measure speed on a scratch database"):
        missing = count - WhitelistEntry.objects.listed().count()
        version = conditions_in_force()
        if missing <= 0 or version is None:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO financing_whitelistentry (organisation_id, district_id, state, origin,"
                " version, scheme_version_id, enterprise_name, credit_code, created_at, listed_at,"
                " valid_to, left_because)"
                " SELECT organisation_id, district_id, 'listed', 'automatic', 1, %s, name,"
                " credit_code, now(), now(), %s, '' FROM enterprises_enterprise one"
                " WHERE registration_state = 'confirmed' AND NOT EXISTS"
                " (SELECT 1 FROM financing_whitelistentry entry WHERE entry.organisation_id ="
                " one.organisation_id) ORDER BY organisation_id LIMIT %s",
                [version.pk, today + timedelta(days=300), missing],
            )
            cursor.execute(
                "INSERT INTO financing_consent (organisation_id, district_id, bank_id, groups,"
                " valid_from, valid_to, granted_by_id, granted_at, granted_xid)"
                " SELECT organisation_id, district_id, %s, %s, %s, %s, %s, now(), 1"
                " FROM financing_whitelistentry WHERE state = 'listed'"
                " ON CONFLICT DO NOTHING",
                [
                    bank.organisation_id, list(FieldGroup.values), today,
                    today + timedelta(days=300), bank.user_id,
                ],
            )  # fmt: skip
        ids = list(WhitelistEntry.objects.listed().values_list("organisation_id", flat=True))
    refresh(ids)
    with owner_cursor(database) as cursor:
        cursor.execute("VACUUM ANALYZE financing_feedrow")


def pull_measurements(database: str, listed: int) -> Iterator[Measurement]:
    """A pull of up to `listed` entries in two formats, and what it takes of memory."""
    list_enterprises(database, listed)
    with system_scope(reason="measure speed on a scratch database"):
        count = WhitelistEntry.objects.listed().count()
    headers = _signed_in()
    with owner_cursor(database) as cursor, serving(PORTAL, database) as port:
        see_everything(cursor)
        client = Client(port)
        as_json, as_lines = (
            Request(LIST, headers | {"Accept": accepted})
            for accepted in ("application/json", "application/x-ndjson")
        )
        json_ms, lines_ms, yardstick = medians_ms(
            [
                lambda: client.send(as_json),
                lambda: client.send(as_lines),
                lambda: cursor.copy_expert(YARDSTICK, io.BytesIO()),
            ],
            PULLS,
        )
        for name, ours in (("JSON", json_ms), ("NDJSON", lines_ms)):
            yield Measurement(
                f"pull {count:,} entries as {name}", ours, yardstick, "ms", 1.5,
                "COPY (SELECT row_to_json …) of the same rows",
            )  # fmt: skip
        before = _memory(port)
        with Peak(port) as peak:
            client.send(Request(LIST, headers))
        yield Measurement(
            f"memory while {count:,} entries are pulled", peak[0], before, "MB", 1.2,
            "the server at rest",
        )  # fmt: skip


def change_measurement(database: str) -> Measurement:
    """`CHANGED` changes among all, against the bare query in a bare view."""
    use_database(database)
    bank = actor_named("bank")
    with system_scope(reason="measure speed on a scratch database"):
        rows = FeedRow.objects.filter(bank_id=bank.organisation_id)
        count = rows.count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM financing_feedrow")
            place = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE financing_feedrow SET seq = nextval('financing_feed_seq') WHERE id IN"
                " (SELECT id FROM financing_feedrow WHERE bank_id = %s ORDER BY id LIMIT %s)",
                [bank.organisation_id, CHANGED],
            )
    cursor_text = written(place, bank.organisation_id)
    path = f"{LIST}changes/?limit=1000&cursor={cursor_text}"
    bare = Request(f"/changes/?bank={bank.organisation_id}&place={place}")
    asked = Request(path, _signed_in())
    with serving(BARE, database) as bare_port, serving(PORTAL, database) as port:
        bare_client, client = Client(bare_port), Client(port)
        ours, yardstick = medians_ms(
            [lambda: client.send(asked), lambda: bare_client.send(bare)], FOLLOWED
        )
    return Measurement(
        f"{CHANGED} changes among {count:,}", ours, yardstick, "ms", 3,
        "the bare query in a bare Django view",
    )  # fmt: skip


def lookup_measurement(database: str) -> Measurement:
    """Lookups by eight clients at once."""
    use_database(database)
    bank = actor_named("bank")
    with system_scope(reason="measure speed on a scratch database"):
        rows = FeedRow.objects.filter(bank_id=bank.organisation_id, left_at=None)
        codes = list(rows.values_list("credit_code", flat=True)[:LOOKUPS])
    headers = _signed_in()
    requests = [Request(f"{LIST}{code}/", headers) for code in codes]
    with serving(BARE, database) as port:
        plain = requests_per_second(port, [Request("/")] * (len(codes) * 4), CLIENTS)
    with serving(PORTAL, database) as port:
        requests_per_second(port, requests[:CLIENTS], CLIENTS)
        rate = requests_per_second(port, requests, CLIENTS)
    return Measurement(
        f"lookups, {CLIENTS} clients", rate, plain, "requests/s", 40,
        "a Django view that does nothing",
    )  # fmt: skip


def _signed_in() -> dict[str, str]:
    """The headers of a program of the demo bank with a token."""
    bank = actor_named("bank")
    with acting_as(bank):
        client = BankClient.objects.filter(name=PROGRAM).first()
        if client is None:
            client, _ = make_client(bank, PROGRAM, [ClientScope.READ])
            BankClient.objects.filter(pk=client.pk).update(rate_per_minute=10_000_000)
    text = generate_token(40)
    token = AccessToken(
        application=client, scope=str(ClientScope.READ),
        expires=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    set_token_value(token, text)
    token.save()
    return {"Authorization": f"Bearer {text}", "Accept": "application/json"}


def _memory(port: int) -> float:
    """Of the server's processes together, in MB."""
    servers = [
        process
        for process in psutil.process_iter(["cmdline"])
        if "granian" in (process.info["cmdline"] or []) and str(port) in process.info["cmdline"]
    ]
    family = {child for server in servers for child in (server, *server.children(recursive=True))}
    return sum(process.memory_info().rss for process in family) / 1e6


class Peak:
    """The most that the server takes meanwhile, in MB, as the only item of a list."""

    def __init__(self, port: int) -> None:
        self.port, self.found, self.ended = port, [0.0], threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self) -> list[float]:
        self.thread.start()
        return self.found

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.ended.wait(0.02):
            self.found[0] = max(self.found[0], _memory(self.port))
