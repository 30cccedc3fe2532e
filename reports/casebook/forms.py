"""The forms of stories and editions."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from documents.actions.store_attachment import PICTURES
from documents.fields import OneFile
from documents.pictures import LONGEST_SIDE
from lifecycle.transitions import Transition
from pages.records.form_fields import form_field
from pages.records.forms import RecordForm
from pages.written_fields import WrittenDate, WrittenInteger, WrittenName
from reports.casebook.figures import CHOICES
from reports.casebook.inputs import DECLARATION, StoryInput
from reports.casebook.sections import PARTS, TEXTS
from reports.models import PublishedStory, Story, StoryPicture

USUAL_TERM = timedelta(days=30)
LONGEST_REASON = 500
PICTURE_HINT = (
    f"JPG 或 PNG，宽度不少于 600 像素，不超过 20 MB；边长超过 {LONGEST_SIDE} 像素的自动缩小，"
    "横放的照片自动转正，拍摄地点、设备等信息自动去掉。"
)


def _reason(label: str, *, required: bool = False, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


def _due_day() -> WrittenDate:
    return WrittenDate(
        label="交稿日期",
        initial=lambda: timezone.localdate() + USUAL_TERM,
        error_messages={"required": "请填写交稿日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TextForm(RecordForm):
    """Title and parts of a story, each with its guidance."""

    class Meta:
        model = Story
        fields = TEXTS
        formfield_callback = form_field
        help_texts = {part.name: part.guidance for part in PARTS}


class FiguresForm(RecordForm):
    """What of each figure the public may read."""

    class Meta:
        model = Story
        fields = CHOICES
        formfield_callback = form_field
        widgets = dict.fromkeys(CHOICES, forms.RadioSelect)


class DescribeForm(RecordForm):
    """What is said of a picture."""

    class Meta:
        model = StoryPicture
        fields = ("alt", "caption")
        formfield_callback = form_field


class PictureForm(DescribeForm):
    """A picture to be added."""

    file = OneFile(
        allowed=PICTURES,
        label="图片",
        error_messages={"required": "请选择图片。"},
    )
    field_order = ("file", "alt", "caption")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        file.help_text = PICTURE_HINT
        file.widget.attrs["data-shrink"] = str(LONGEST_SIDE)


class InviteForm(forms.Form):
    """Until when champions are asked to write, and what is said to them."""

    due_on = _due_day()
    message = _reason("给企业的话（选填）")


class StepForm(forms.Form):
    """What a step of a story or an edition asks for."""

    def __init__(
        self, transition: Transition[Any, Any], data: QueryDict | None = None, *, auto_id: str = ""
    ) -> None:
        super().__init__(data, auto_id=auto_id or f"{transition.name}_%s")
        self.transition = transition
        if transition.name.startswith("invite"):
            self.fields["due_on"] = _due_day()
        if transition.reason_required:
            self.fields["reason"] = _reason(
                "原因", required=True, missing=transition.reason_missing
            )

    def given(self) -> StoryInput:
        """What the person gave; of a form that is valid."""
        said = self.cleaned_data
        return StoryInput(reason=said.get("reason", ""), due_on=said.get("due_on"))


class ConfirmForm(forms.Form):
    """The enterprise's approval, with its declaration."""

    name = WrittenName(
        label="确认人姓名", max_length=60, help_text="请填写真实姓名，与声明一并留存。",
        error_messages={"required": "请填写确认人姓名。"},
    )  # fmt: skip
    declares = forms.BooleanField(label=DECLARATION, error_messages={"required": "请勾选声明。"})
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class EditionStoriesForm(forms.Form):
    """The places of stories in an edition: a number for each that it holds."""

    def __init__(
        self,
        stories: Iterable[tuple[int, str]],
        places: dict[int, int],
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data)
        self.stories = list(stories)
        for pk, label in self.stories:
            self.fields[f"place_{pk}"] = WrittenInteger(
                label=label,
                required=False,
                min_value=1,
                max_value=999,
                initial=places.get(pk),
            )

    @property
    def chosen(self) -> list[int]:
        """The keys of the chosen stories in the order of their numbers; of a valid form."""
        places = [
            (place, at, pk)
            for at, (pk, _) in enumerate(self.stories)
            if (place := self.cleaned_data.get(f"place_{pk}")) is not None
        ]
        return [pk for _, _, pk in sorted(places)]


def label_of(story: PublishedStory) -> str:
    """What a story is called where it is chosen."""
    return f"{story.title} · {story.name}"
