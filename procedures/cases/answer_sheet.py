"""The answers of a case as its page shows them, section by section."""

from collections.abc import Iterable, Mapping

from procedures.cases.difference import shown_answer, shown_rows
from procedures.cases.material import files_of, present_files
from procedures.cases.reported_figures import reported_otherwise
from procedures.models import Application, ApplicationFile, ReturnItem, Snapshot
from schemes.definition.form import FieldKind
from schemes.definition.scheme import SchemeDefinition


def answer_sections(
    definition: SchemeDefinition,
    answers: Mapping[str, object],
    files: Iterable[ApplicationFile],
    marks: Mapping[str, ReturnItem],
    figures: Mapping[str, object],
    explained: Mapping[str, Mapping[str, str]],
) -> list[dict[str, object]]:
    """The sections of the form, each with its questions and what was answered; `marks` by field.
    `figures` are those reported for the year before the filing (上年度): an answer that says
    another one is shown beside them. `explained` are the doubtful answers, by field, each with the
    doubt and the enterprise's reason.
    """
    given = list(files)
    reported = reported_otherwise(definition, answers, figures)
    return [
        {
            "section": section,
            "rows": [
                {
                    "field": field,
                    "shown": shown_answer(field, answers.get(field.key)),
                    "table": shown_rows(field, answers.get(field.key)),
                    "headings": [
                        f"{one.label}（{one.unit}）" if one.unit else one.label
                        for one in field.columns
                    ],
                    "files": [row.attachment for row in given if row.field == field.key],
                    "is_file": field.kind == FieldKind.FILE,
                    "mark": marks.get(field.key),
                    "reported": reported.get(field.key, ""),
                    "explained": explained.get(field.key),
                }
                for field in section.fields
            ],
        }
        for section in definition.sections
    ]


def filed_files(application: Application, filed: Snapshot | None) -> list[ApplicationFile]:
    """The files as they were filed; a draft's own while nothing has been filed."""
    if filed is None:
        return present_files(application)
    then = {file["id"] for file in filed.files}
    return [one for one in files_of(application) if str(one.attachment_id) in then]


def explained_in(filed: Snapshot | None) -> dict[str, dict[str, str]]:
    """The doubtful answers of a submission, by field, each with the doubt and the reason given."""
    found: dict[str, dict[str, str]] = filed.declared.get("explained", {}) if filed else {}
    return found
