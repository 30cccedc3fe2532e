"""Files to bring in, and bringing them in without jobs."""

import csv
import io

import xlsxwriter
from django.core.files.base import ContentFile

from accounts.models import District, Organisation
from accounts.tenancy import acting_as, system_scope
from enterprises.imports.columns import REGISTRY_COLUMNS
from enterprises.imports.import_machine import MACHINE
from enterprises.imports.names import name_fields
from enterprises.imports.scope import ImportScope
from enterprises.imports.steps import apply_batch, check_batch
from enterprises.models import Enterprise, ImportBatch
from enterprises.rules.credit_code import complete_credit_code

KEYS = [column.key for column in REGISTRY_COLUMNS]
HEADINGS = [column.heading for column in REGISTRY_COLUMNS]


def code(number):
    """The valid credit code of the enterprise with this number."""
    return complete_credit_code("91370212", f"MA{number:06d}")


def line(number, **changes):
    """A right row of the registry workbook."""
    values = {
        "name": f"青岛示例精密{number}有限公司",
        "credit_code": code(number),
        "district": "崂山区",
        "industry_code": "34 通用设备制造业",
        "staff": 120,
        "revenue": 5600.5,
        "assets": 8000,
        "contact_phone": "13800000000",
        **changes,
    }
    return [values.get(key) for key in KEYS]


def csv_bytes(rows, headings=HEADINGS):
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode("utf-8-sig")


def workbook(rows, headings=HEADINGS, sheet="企业信息"):
    """An xlsx file as people save it; text that begins with "=" becomes a formula."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate([headings, *rows]):
        for place, value in enumerate(row):
            if value is not None:
                page.write(number, place, value)
    book.close()
    return target.getvalue()


def scope_of(actor):
    with acting_as(actor):
        home = Organisation.objects.get(pk=actor.organisation_id)
    return ImportScope(home.pk, home.district_id, actor)


def new_batch(actor, data, name="registry.csv", kind=ImportBatch.Kind.REGISTRY):
    """A stored file that nobody has checked yet, with the scope of its import."""
    scope = scope_of(actor)
    with acting_as(actor):
        batch = ImportBatch(
            kind=kind,
            file_name=name,
            size=len(data),
            sha256="0" * 64,
            uploaded_by_id=actor.user_id,
            organisation_id=scope.organisation_id,
            district_id=scope.district_id,
        )
        batch.file.save(name, ContentFile(data), save=False)
        batch.save()
    return batch, scope


def approve(actor, batch):
    with acting_as(actor):
        MACHINE.execute(None, batch.pk, "apply")  # also where nothing is to be written


def check(actor, data, name="registry.csv", kind=ImportBatch.Kind.REGISTRY):
    batch, scope = new_batch(actor, data, name, kind)
    return check_batch(batch.pk, scope)


def bring_in(actor, data, name="registry.csv", kind=ImportBatch.Kind.REGISTRY):
    """Check and, where the file can be read, write."""
    batch, scope = new_batch(actor, data, name, kind)
    batch = check_batch(batch.pk, scope)
    if batch.state != ImportBatch.State.CHECKED:
        return batch
    approve(actor, batch)
    return apply_batch(batch.pk, scope)


def enterprise(name, credit_code=None, district="370212", **values):
    """An entry of the registry; without a code it is unclaimed."""
    with system_scope(reason="test"):
        place = District.objects.get(code=district)
        organisation = Organisation.objects.create(kind="enterprise", name=name, district=place)
        return Enterprise.objects.create(
            organisation=organisation,
            district=place,
            name=name,
            credit_code=credit_code,
            registration_state="confirmed" if credit_code else "unclaimed",
            **name_fields(name),
            **values,
        )
