"""Rows inside a part of a scheme: the choices of a question, the columns of a table, the cases of a
condition, the bands of a score."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict

from enterprises.rules.industry import known_codes, section_of_division, sections
from pages.written_fields import WrittenDecimal
from schemes.definition.form import ONLY_FOR
from schemes.definition.stored import Stored, rows_in
from schemes.definition.words import PRODUCT_LABELS, Path
from schemes.designer.amount_rows import AMOUNT_ROWS
from schemes.designer.outline import new_key
from schemes.designer.part_form import EMPTY, ExpressionField, plain
from schemes.designer.part_forms import CELL_KINDS, shown_for
from schemes.designer.row_form import RangeRow, RowForm, ShownRows, kept_forms

MOST_ROWS = 100


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every industry that may be chosen, under its section: the whole of it, its divisions, and
    the known groups of a division."""
    named = known_codes()
    divided = sorted((code, label) for code, label in named.items() if code.isdigit())
    return [
        (
            named[letter],
            [
                (code, f"整个门类 {label}" if code == letter else label)
                for code, label in [(letter, named[letter]), *divided]
                if letter in (code, section_of_division().get(code[:2]))
            ],
        )
        for letter, _ in sections()
    ]


class Industries(forms.CheckboxSelectMultiple):
    """Check boxes of all industries, folded away below those that are chosen."""

    template_name = "schemes/widgets/industries.html"


class ChoiceRow(RowForm):
    name, noun, identifier = "choices", "选项", "value"

    value = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="选项", max_length=500)
    alone = forms.BooleanField(label="不能和其他选项同时选", required=False)

    def made(self) -> dict[str, object]:
        made = super().made()
        if not made["alone"]:
            del made["alone"]
        return made


class ColumnRow(RowForm):
    name, noun, identifier = "columns", "列", "key"

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="列名", max_length=500)
    kind = forms.ChoiceField(label="类型", choices=CELL_KINDS)
    unit = forms.CharField(label="单位", max_length=10, required=False)
    required = forms.BooleanField(label="必填", required=False, initial=True)
    prefill = forms.ChoiceField(
        label="从产品带入", required=False, choices=[("", "不带入"), *PRODUCT_LABELS.items()]
    )


class CaseRow(RowForm):
    name, noun = "cases", "情形"

    industries = forms.MultipleChoiceField(
        label="行业属于", required=False, choices=industry_choices, widget=Industries
    )
    when = ExpressionField(
        "什么情形（表达式）",
        rows=2,
        required=False,
        help_text="只按行业分的，选行业就够了，这里不用填；两项都填的，须同时符合",
    )
    label = forms.CharField(
        label="情形说明", max_length=500, required=False, help_text="用文字说明表达式的意思"
    )
    threshold = WrittenDecimal(label="这时的门槛")


class BandRow(RangeRow):
    name, noun = "bands", "分档"

    points = WrittenDecimal(label="得分")


ROWS: dict[str, tuple[type[RowForm], ...]] = {
    "field": (ChoiceRow, ColumnRow),
    "criterion": (CaseRow,),
    "measure": (BandRow,),
    **AMOUNT_ROWS,
}


class RowSet(ShownRows):
    """The rows of one list of a part."""

    scheme: Stored

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if isinstance(form, RowForm):
            form.offer_choices(self.scheme)


def row_sets(
    kind: str, part: Stored, data: QueryDict | None = None, scheme: Stored | None = None
) -> list[RowSet]:
    """The form sets for the lists inside a part of `kind`, filled from `part` or from `data`; what
    their rows let choose from is in `scheme`."""
    sets = []
    for row_form in ROWS.get(kind, ()):
        rows = rows_in(part, row_form.name)
        factory = forms.formset_factory(
            row_form, formset=RowSet, extra=0 if rows else 1, can_delete=True, max_num=MOST_ROWS,
            absolute_max=MOST_ROWS, validate_max=True,
        )  # fmt: skip
        initial = [row_form.shown(row) for row in rows]
        row_set = factory(_sent(data, row_form.name), prefix=row_form.name, initial=initial)
        assert isinstance(row_set, RowSet)
        row_set.noun, row_set.name = row_form.noun, row_form.name
        row_set.scheme = scheme or {}
        row_set.visible_if = f"kind_={row_form.only_for}" if row_form.only_for else ""
        if kind == "field":
            row_set.visible_if = shown_for(ONLY_FOR[row_form.name])
        sets.append(row_set)
    return sets


def _sent(data: QueryDict | None, name: str) -> Mapping[str, str | list[object]] | None:
    """What was sent; of rows that were hidden in the page nothing is, and there are none."""
    if data is None or f"{name}-TOTAL_FORMS" in data:
        return data
    return {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}


def kept_rows(row_set: RowSet) -> list[RowForm]:
    """The forms of the rows that are to be stored."""
    return [form for form in kept_forms(row_set) if isinstance(form, RowForm)]


def tell(sets: list[RowSet], path: Path, message: str) -> bool:
    """Tell beside its row and field what is wrong at `path` in the part; False where it is not
    about one of the lists."""
    row_set = next((one for one in sets if path[:1] == (one.name,)), None)
    if row_set is None:
        return False
    place = path[1] if len(path) > 1 else None
    if isinstance(place, int):
        form = kept_rows(row_set)[place]
        name = str(path[2]) if len(path) > 2 else None
        form.add_error(name if name in form.fields else None, message)
    else:
        row_set.non_form_errors().append(message)
    return True


def row_problems(sets: Sequence[ShownRows]) -> list[dict[str, str]]:
    """What is wrong in the rows: the id of the field or list to go to, its name, the message."""
    found = []
    for row_set in sets:
        for message in row_set.non_form_errors():
            found.append(
                {"id": f"rows-{row_set.name}", "name": row_set.noun, "message": str(message)}
            )
        kept = kept_forms(row_set)
        for number, form in enumerate(row_set.forms, 1):
            if form not in kept:
                continue
            row = f"{row_set.noun}第 {number} 行"
            for name, messages in form.errors.items():
                bound = form[name] if name in form.fields else None
                target = f"field-{bound.html_name}" if bound else f"rows-{row_set.name}"
                called = f"{row}“{bound.label}”" if bound else row
                found.append({"id": target, "name": called, "message": str(messages[0])})
    return found


def rows_of(row_set: RowSet) -> list[Stored]:
    """The rows of a valid form set, in order, each with its identifier."""
    rows: list[Stored] = []
    taken: set[str] = set()
    for form in kept_rows(row_set):
        row = form.made()
        if name := form.identifier:
            key = str(row.get(name) or "")
            row[name] = new_key(str(row["label"]), taken) if not key or key in taken else key
            taken.add(str(row[name]))
        rows.append({key: plain(value) for key, value in row.items() if value not in EMPTY})
    return rows
