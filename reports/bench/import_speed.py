"""Importing a workbook against merely reading it and COPY."""

import io
import time

import xlsxwriter
from django.core.files.base import ContentFile
from python_calamine import CalamineWorkbook

from accounts.models import Organisation
from accounts.tenancy import acting_as
from enterprises.imports.columns import REGISTRY_COLUMNS
from enterprises.imports.import_machine import MACHINE
from enterprises.imports.scope import ImportScope
from enterprises.imports.steps import apply_batch, check_batch
from enterprises.models import ImportBatch
from enterprises.rules.credit_code import complete_credit_code
from reports.bench.people import actor_named
from reports.bench.results import Measurement
from reports.bench.scratch import owner_cursor, use_database

SHEET = "企业信息"


def import_measurement(database: str, rows: int) -> Measurement:
    """`rows` new enterprises: check and write, without the queue between."""
    use_database(database)
    data = _workbook(rows)
    plain = _read_and_copy(database, data)
    ours = _import(data, rows)
    return Measurement(
        f"import of {rows:,} rows", ours, plain, "s", 50, "reading the file and COPY"
    )


def _workbook(rows: int) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    page = book.add_worksheet(SHEET)
    page.write_row(0, 0, [column.heading for column in REGISTRY_COLUMNS])
    for number in range(1, rows + 1):
        values = {
            "name": f"青岛测速精密{number}（示例）有限公司",
            "credit_code": complete_credit_code("91370212", f"MB{number:06d}"),
            "district": "崂山区",
            "industry_code": "34 通用设备制造业",
            "staff": 100 + number % 500,
            "revenue": 800.5 + number,
            "assets": 1000 + number,
            "contact_phone": f"139{number:08d}",
        }
        for place, column in enumerate(REGISTRY_COLUMNS):
            if column.key in values:
                page.write(number, place, values[column.key])
    book.close()
    return target.getvalue()


def _read_and_copy(database: str, data: bytes) -> float:
    with owner_cursor(database) as cursor:
        columns = ", ".join(f"column_{place} text" for place in range(len(REGISTRY_COLUMNS)))
        cursor.execute("DROP TABLE IF EXISTS bench_import")
        cursor.execute(f"CREATE TABLE bench_import ({columns})")
        started = time.perf_counter()
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(SHEET)
        lines = io.StringIO()
        for row in sheet.iter_rows():
            lines.write("\t".join(str(cell) for cell in row) + "\n")
        lines.seek(0)
        cursor.copy_expert("COPY bench_import FROM STDIN", lines)
        return time.perf_counter() - started


def _import(data: bytes, rows: int) -> float:
    actor = actor_named("city")
    with acting_as(actor):
        home = Organisation.objects.get(pk=actor.organisation_id)
        batch = ImportBatch(
            kind=ImportBatch.Kind.REGISTRY,
            file_name="bench.xlsx",
            size=len(data),
            sha256="0" * 64,
            uploaded_by_id=actor.user_id,
            organisation_id=home.pk,
            district_id=home.district_id,
        )
        batch.file.save("bench.xlsx", ContentFile(data), save=False)
        batch.save()
    scope = ImportScope(home.pk, home.district_id, actor)
    started = time.perf_counter()
    checked = check_batch(batch.pk, scope)
    if checked.state != ImportBatch.State.CHECKED:
        raise RuntimeError(f"the import was refused: {checked.refusal}")
    with acting_as(actor):
        MACHINE.execute(actor, batch.pk, "apply")
    applied = apply_batch(batch.pk, scope)
    took = time.perf_counter() - started
    written = applied.number_of("created")
    if written != rows:
        raise RuntimeError(f"{written} of {rows} rows were written")
    return took
