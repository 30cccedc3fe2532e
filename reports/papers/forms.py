"""Forms of papers."""

from typing import Any

from django import forms

from accounts.models import District
from pages.paper_sections import PLACE_LABELS, Place
from pages.written_fields import WrittenDate
from reports.models import Paper, PaperForm, PaperKind, PaperSchedule, PaperTemplate
from reports.papers.periods import Span, span_with

LONGEST_REMARK, LONGEST_TEXT = 500, 4000


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OrderForm(forms.Form):
    """Which paper is to be made: its kind, and any day of its period."""

    kind = forms.ChoiceField(label="报告种类", choices=PaperKind.choices)
    day = WrittenDate(
        label="期间内的任一天",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="如生成 10 月的月度专报，选 10 月的任一天。期间须已结束。",
    )

    @property
    def span(self) -> Span:
        return span_with(self.cleaned_data["kind"], self.cleaned_data["day"])


class EditForm(forms.Form):
    """The title and remarks of a person, beside what the portal computed."""

    own_title = forms.CharField(
        label="人工标题", max_length=60, required=False, help_text="留空即用计算出的标题。"
    )

    def __init__(self, paper: Paper, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keys = {f"remark-{one['key']}": one["key"] for one in paper.data["headings"]}
        titles = {one["key"]: one["title"] for one in paper.data["headings"]}
        for name, key in self.keys.items():
            self.fields[name] = forms.CharField(
                label=f"{titles[key]}：编者说明",
                max_length=LONGEST_REMARK,
                required=False,
                widget=area(3),
                help_text="印在这一章的末尾，以“编者说明”开头；计算出的文字不变。",
            )

    @classmethod
    def filled(cls, paper: Paper) -> "EditForm":
        remarks = {f"remark-{key}": text for key, text in paper.remarks.items()}
        return cls(paper, initial={"own_title": paper.own_title, **remarks})

    @property
    def remarks(self) -> dict[str, str]:
        return {key: " ".join(self.cleaned_data[name].split()) for name, key in self.keys.items()}


class IssueForm(forms.Form):
    """To which districts a paper goes."""

    districts = forms.MultipleChoiceField(
        label="印发区市",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="领导小组成员和订阅人总会收到；不选即只印发给他们。",
    )
    by_mail = forms.BooleanField(label="同时发邮件", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
        self.offered = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
        field = self.fields["districts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = self.offered

    @classmethod
    def to_all(cls) -> "IssueForm":
        """The form with every district chosen."""
        form = cls()
        form.initial["districts"] = [key for key, _ in form.offered]
        return form

    @property
    def district_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["districts"]]


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(label="原因", max_length=500, widget=area(2))


class CheckForm(forms.Form):
    """That the draft was read; and where something is missing, that this is known."""

    accept_failed = forms.BooleanField(label="已知道有内容没有收集成功，仍然核定", required=False)


class SubscriptionForm(forms.Form):
    """What a reader wants to be told of."""

    kind = forms.ChoiceField(label="报告种类", choices=PaperKind.choices)
    form = forms.ChoiceField(
        label="通知打开", choices=[("", "报告页面"), *PaperForm.choices], required=False
    )
    by_mail = forms.BooleanField(label="同时发邮件", required=False, initial=True)


class ScheduleForm(forms.ModelForm):
    """When papers of a kind are made."""

    class Meta:
        model = PaperSchedule
        fields = ("is_on", "hour")


class TextsForm(forms.Form):
    """The editor of a kind's texts."""

    masthead = forms.CharField(label="刊名", max_length=30)
    issuer = forms.CharField(label="编印单位", max_length=60)
    title = forms.CharField(
        label="标题", max_length=1500, widget=area(4), help_text="一行印成一行。"
    )
    note = forms.CharField(label="修改说明", max_length=200, required=False)

    def __init__(self, template: PaperTemplate, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held = [one["key"] for one in template.headings]
        self.keys = [*held, *(place for place in Place if place not in held)]
        for key in self.keys:
            label = PLACE_LABELS[Place(key)]
            self.fields[f"name-{key}"] = forms.CharField(
                label=f"{label}：章节名",
                max_length=20,
                required=False,
                help_text="留空即不印这一章。",
            )
            self.fields[f"text-{key}"] = forms.CharField(
                label=f"{label}：文字",
                max_length=LONGEST_TEXT,
                required=False,
                widget=area(8),
                help_text="一行一段；没有内容的段不印。",
            )
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    @classmethod
    def filled(cls, template: PaperTemplate) -> "TextsForm":
        texts = {f"text-{one['key']}": one["text"] for one in template.headings}
        names = {f"name-{one['key']}": one["title"] for one in template.headings}
        head = {name: getattr(template, name) for name in ("masthead", "issuer", "title")}
        return cls(template, initial={**head, **names, **texts})

    @property
    def headings(self) -> list[dict[str, str]]:
        """The headings that have a name."""
        return [
            {
                "key": str(key),
                "title": self.cleaned_data[f"name-{key}"].strip(),
                "text": _plain(self.cleaned_data[f"text-{key}"]),
            }
            for key in self.keys
            if self.cleaned_data[f"name-{key}"].strip()
        ]

    def terms(self) -> dict[str, Any]:
        """What `save_texts` is given."""
        return {
            "masthead": self.cleaned_data["masthead"].strip(),
            "issuer": self.cleaned_data["issuer"].strip(),
            "title": _plain(self.cleaned_data["title"]),
            "headings": self.headings,
            "note": self.cleaned_data["note"],
        }


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
