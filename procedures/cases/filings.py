"""The filings of one enterprise, as the bureaus read them beside other things."""

from typing import Any

from django.utils.safestring import SafeString

from accounts.tenancy import Actor
from pages.lists import Column
from pages.lists.table import table_html
from procedures.cases.lifecycle import MACHINE
from procedures.cases.policies import READERS
from procedures.cases.worklist.columns import case_page
from procedures.models import Application

MOST_FILINGS = 20
COLUMNS: tuple[Column[Any], ...] = (
    Column("title", "申报", str, long=True, link=case_page, below=lambda row: row.batch.name),
    Column(
        "state", "状态", lambda row: row.get_state_display(),
        pill=lambda row: MACHINE.tone_of(row.state),
    ),
)  # fmt: skip
BESIDE_A_CASE = COLUMNS
ALONE = (
    Column("number", "受理编号"), *COLUMNS,
    Column("scheme", "项目", lambda row: row.scheme_version.scheme.name, long=True),
    Column("submitted_at", "首次提交"),
)  # fmt: skip


def filings_of(
    actor: Actor, organisation_id: int, *, most: int, beside: int | None = None
) -> tuple[SafeString | str, int]:
    """The newest filings of the enterprise as a table ("" for none), at most `most`, and how many
    there are; those besides the case `beside` where one is given. One query."""
    if actor.duty not in READERS:
        return "", 0
    rows = Application.objects.visible_to(actor).filter(organisation_id=organisation_id)
    rows = rows.select_related("batch", "scheme_version__scheme").exclude(pk=beside or 0)
    rows = rows.defer("answers", "answer_revisions", "scheme_version__definition")
    found = list(rows.order_by("-submitted_at", "-id"))
    columns = ALONE if beside is None else BESIDE_A_CASE
    return (table_html(columns, found[:most]) if found else ""), len(found)
