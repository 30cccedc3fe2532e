"""What a report is called and who sees it, and when it runs by itself."""

from django import forms

from pages.records.form_fields import form_field
from pages.records.forms import RecordForm
from reports.builder.actions.save_report import Terms
from reports.builder.actions.schedule_report import Clock
from reports.models import ReportSchedule, SavedReport

HOURS = [(hour, f"{hour}:00") for hour in range(24)]
DAYS = [(day, f"{day} 日") for day in range(1, 32)]


class TermsForm(RecordForm):
    """The name of a report, its note, and for its owner who sees it."""

    class Meta:
        model = SavedReport
        fields = ("name", "note", "sharing")
        formfield_callback = form_field

    def only_owner_shares(self) -> None:
        del self.fields["sharing"]

    @property
    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["name"], data["note"], data.get("sharing", ""))


class ScheduleForm(RecordForm):
    """When a report runs; of the fields below the frequency those that it needs."""

    class Meta:
        model = ReportSchedule
        fields = ("every", "weekday", "day", "hour", "format")
        formfield_callback = form_field

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, choices in (("hour", HOURS), ("day", DAYS)):
            field = self.fields[name]
            self.fields[name] = forms.TypedChoiceField(
                label=field.label, choices=choices, coerce=int, help_text=field.help_text
            )
        # Of a week and a month alone; hidden fields are not sent.
        self.fields["weekday"].required = self.fields["day"].required = False
        self.fields["hour"].help_text = "青岛当地时间；到点后几分钟内生成，并通知您。"
        setattr(self.fields["weekday"], "visible_if", "every=week")  # noqa: B010 - the template's
        setattr(self.fields["day"], "visible_if", "every=month")  # noqa: B010

    @property
    def clock(self) -> Clock:
        data = self.cleaned_data
        return Clock(
            data["every"], int(data["weekday"] or 1), int(data["day"] or 1), data["hour"],
            data["format"],
        )  # fmt: skip
