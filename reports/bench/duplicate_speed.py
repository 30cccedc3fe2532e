"""What stands against one claim of 5,000 lines, beside a million numbers of other claims."""

from collections.abc import Iterator

from accounts.tenancy import acting_as
from financing.models import SubsidyClaim
from financing.subsidies.duplicates import hits_of
from reports.bench.people import actor_named
from reports.bench.results import Measurement, median_ms
from reports.bench.scratch import owner_cursor, see_everything, use_database

LINES, SECONDS, TIMES = 5_000, 2.0, 3
KINDS = ("invoice", "same_sale", "serial", "customs", "loan")
# One line of the measured claim in a hundred has a number that is in use elsewhere.
EVERY = 100
TABLES = ("procedures_application", "financing_subsidyclaim", "financing_subsidyline",
          "financing_subsidykey")  # fmt: skip
_CASE = """INSERT INTO procedures_application (organisation_id, district_id, batch_id,
  scheme_version_id, purpose, title, state, returned_from, version, answers, answer_revisions,
  explanations, created_by_id, created_at, updated_at, submitted_at, submissions)
  SELECT one.organisation_id, one.district_id, batch.id, batch.version_id, 'certify', '示例',
    'district_review', '', 1, '{}', '{}', '{}', person.id, now(), now(), now(), 1
  FROM enterprises_enterprise one,
    (SELECT id, version_id FROM procedures_batch ORDER BY id LIMIT 1) batch,
    (SELECT id FROM accounts_user ORDER BY id LIMIT 1) person
  ORDER BY one.organisation_id LIMIT %s RETURNING id, organisation_id, district_id"""
_CLAIM = """INSERT INTO financing_subsidyclaim (organisation_id, district_id, application_id,
  fund_code, fiscal_year, origin, project, exclusion_group, sums, version)
  VALUES (%s, %s, %s, 'bench', 2026, 'declared', '', '', '{}', 1) RETURNING id"""
_LINES = """INSERT INTO financing_subsidyline (organisation_id, district_id, claim_id, number, kind,
  name, model, purpose, supplier_name, supplier_code, buyer_code, invoice_kind, invoice_code,
  invoice_number, net, paid, customs_number, contract_number, payment_number, voucher_number,
  asset_number, place, serial_number, is_leased, more, explanations, version)
  SELECT %s, %s, %s, n, 'invoice', '示例', '', '', '', '', '', '', '', '', 100000, 100000, '', '',
    '', '', '', '', '', false, '{}', '{}', 1 FROM generate_series(1, %s) n"""
_KEYS = """INSERT INTO financing_subsidykey (organisation_id, district_id, claim_id, line_id, kind,
  key) SELECT organisation_id, district_id, claim_id, id, what, what || (%s + number)
  FROM financing_subsidyline, unnest(%s::text[]) what WHERE claim_id = %s"""


def duplicate_measurements(database: str, keys: int) -> Iterator[Measurement]:
    """Seconds to find everything that stands against the claim, as the city asks."""
    use_database(database)
    claim_id = _fill(database, keys)
    with acting_as(actor_named("city")):
        claim = SubsidyClaim.objects.select_related("application__scheme_version").get(pk=claim_id)
        found = hits_of(claim)
        if len({one.line for one in found}) != LINES // EVERY:
            raise AssertionError(f"{len(found)} hits in place of {LINES // EVERY}")
        took = median_ms(lambda: hits_of(claim), TIMES) / 1000
    name = f"duplicates of a claim of {LINES:,} lines among {keys:,} numbers"
    yield Measurement(name, took, SECONDS, "s", 1, "two seconds")


def _fill(database: str, keys: int) -> int:
    """Claims with `keys` numbers in all, and the one to be measured; its id."""
    claims = max(1, keys // (LINES * len(KINDS)))
    with owner_cursor(database) as cursor:
        see_everything(cursor)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(_CASE, [claims + 1])
        for number, (case_id, organisation_id, district_id) in enumerate(cursor.fetchall()):
            cursor.execute(_CLAIM, [organisation_id, district_id, case_id])
            claim_id = _id(cursor.fetchone())
            cursor.execute(_LINES, [organisation_id, district_id, claim_id, LINES])
            cursor.execute(_KEYS, [number * LINES, list(KINDS), claim_id])
        # The last claim shares one number in a hundred with the first.
        cursor.execute(
            "UPDATE financing_subsidykey mine SET key = 'invoice' || line.number"
            " FROM financing_subsidyline line WHERE line.id = mine.line_id"
            " AND mine.claim_id = %s AND mine.kind = 'invoice' AND line.number %% %s = 0",
            [claim_id, EVERY],
        )
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ANALYZE {table}")
    return int(claim_id)


def _id(row: tuple[int] | None) -> int:
    assert row is not None
    return row[0]
