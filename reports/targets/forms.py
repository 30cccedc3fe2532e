"""Forms of plans."""

from datetime import date

from django import forms

from accounts.models import District
from pages.written_fields import WrittenInteger
from reports.models import Target
from reports.targets.actions.split_target import field_of, milestone_days
from reports.targets.rules import named


class SplitForm(forms.Form):
    """What is due at the ends of quarters and years, and the districts' shares; nothing typed is
    nothing said."""

    def __init__(self, target: Target, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.days = {field_of(day): day for day in milestone_days(target.plan)}
        for key, day in self.days.items():
            self.fields[key] = _count(f"{named(day)}应达", target.unit)
        self.districts = {
            f"district-{pk}": pk
            for pk in District.objects.exclude(kind=District.Kind.CITY)
            .order_by("sort")
            .values_list("pk", flat=True)
        }
        names = dict(District.objects.values_list("pk", "name"))
        for key, pk in self.districts.items():
            self.fields[key] = _count(names[pk], target.unit)

    @classmethod
    def filled(cls, target: Target) -> "SplitForm":
        """The form with what is set now."""
        due = {field_of(day): value for day, value in target.path}
        taken = {f"district-{one.district_id}": one.value for one in target.shares.all()}
        return cls(target, initial={**due, **taken})

    @property
    def milestones(self) -> dict[date, int | None]:
        return {day: self.cleaned_data[key] for key, day in self.days.items()}

    @property
    def shares(self) -> dict[int, int | None]:
        return {pk: self.cleaned_data[key] for key, pk in self.districts.items()}


def _count(label: str, unit: str) -> WrittenInteger:
    field = WrittenInteger(label=label, required=False, min_value=0, max_value=1_000_000)
    field.unit = unit
    return field
