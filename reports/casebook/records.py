"""An edition of the casebook as the city keeps it."""

from accounts.duties import Duty
from pages.records import Record, Section
from reports.casebook.edition_lifecycle import MACHINE
from reports.casebook.editions import (
    downloads_of,
    is_up_to_date,
    places_of,
    withdrawn_from,
)
from reports.casebook.forms import StepForm
from reports.models import CasebookEdition, EditionPrint

READERS = (Duty.DISTRICT_REVIEWER, Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR)


class EditionRecord(Record[CasebookEdition]):
    """An edition: the city makes it, all bureaus read it."""

    model, name, listing = CasebookEdition, "reports:edition", "reports:editions"
    title, noun, counter = "编印案例集", "案例集", "辑"
    readers, editors = READERS, (Duty.CITY_OFFICER,)
    template = "reports/casebook/edition.html"
    next_step = "接着选择收录的案例，然后排印。"
    sections = (
        Section("封面和版权页", ("number", "year", "title", "compiler")),
        Section("前言", ("foreword",)),
    )

    def may_edit(self, row: CasebookEdition) -> bool:
        return super().may_edit(row) and row.state == CasebookEdition.State.DRAFT

    def sees_history(self, row: CasebookEdition) -> bool:
        return self.actor.is_auditor or self.actor.is_city

    def subheading(self, row: CasebookEdition) -> str:
        return f"{row.title} · {row.get_state_display()}"

    def context(self, row: CasebookEdition) -> dict[str, object]:
        prints = list(
            EditionPrint.objects.filter(edition=row).select_related("made_by").order_by("-number")
        )
        latest = prints[0] if prints else None
        keeps = self.actor.is_city and not row.is_retired
        return {
            "places": places_of(row),
            "prints": prints,
            "latest": latest,
            "is_up_to_date": latest is not None and is_up_to_date(row, latest),
            "withdrawn": withdrawn_from(latest) if latest else [],
            "downloads": downloads_of(row),
            "keeps": keeps and row.state != CasebookEdition.State.RECALLED,
            "steps": [
                {"step": one.transition, "reasons": one.reasons, "form": StepForm(one.transition)}
                for one in MACHINE.available(self.actor, row)
            ]
            if keeps
            else [],
            "tone": MACHINE.tone_of(row.state),
            "life": MACHINE.history(row),
        }
