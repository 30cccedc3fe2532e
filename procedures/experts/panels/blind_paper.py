"""The paper that experts judge by: a filing without anything that names whose it is (盲审)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from enterprises.rules.name_matching import match_key
from procedures.cases.difference import shown_answer, shown_rows
from procedures.models import Snapshot
from schemes.definition.form import FieldKind, FormField
from schemes.definition.scheme import SchemeDefinition

STAND_IN = "本企业"
NAMING = frozenset(
    {
        "enterprise.name", "enterprise.credit_code", "enterprise.address",
        "enterprise.legal_representative", "enterprise.contact_name", "enterprise.contact_phone",
        "enterprise.contact_email",
    }
)  # fmt: skip
_FORM = "(?:股份有限公司|有限责任公司|有限公司|公司)"
_LEGAL_FORM = re.compile(f"{_FORM}$")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
SHORTEST_CORE = 2


def is_for_experts(field: FormField) -> bool:
    """Whether experts see the answer: as the scheme says; else all but files and what names the
    enterprise or its people."""
    if field.for_experts is not None:
        return field.for_experts
    return field.kind not in (FieldKind.FILE, FieldKind.DECLARATION) and field.prefill not in NAMING


def names_to_hide(enterprise: Mapping[str, object]) -> list[str]:
    """Every way in which a text may name the enterprise or its people, the longest first."""
    name = str(enterprise.get("name") or "").strip()
    names = {name, _LEGAL_FORM.sub("", name), match_key(name)}
    # 某某（青岛）有限公司 is called 某某有限公司 and 某某 in running text.
    plain = _BRACKETS.sub("", name)
    names |= {plain, _LEGAL_FORM.sub("", plain), match_key(plain)}
    people = [str(enterprise.get(key) or "") for key in ("legal_representative", "contact_name")]
    codes = [str(enterprise.get(key) or "") for key in ("credit_code", "address")]
    return sorted(
        (one for one in {*names, *people, *codes} if len(one) >= SHORTEST_CORE),
        key=len,
        reverse=True,
    )


def without_names(text: str, names: Iterable[str]) -> str:
    """`text` with the enterprise called 本企业 and telephone numbers left out."""
    for name in names:
        text = re.sub(f"{re.escape(name)}{_FORM}?", STAND_IN, text)
    return _PHONE.sub("（电话略）", text)


def blind_paper(
    definition: SchemeDefinition, snapshot: Snapshot, enterprise: Mapping[str, object]
) -> dict[str, object]:
    """What experts read of a submission: sections with answers and files, and the points that the
    portal has computed. Files are called by their question and place, never by their names."""
    names = names_to_hide(enterprise)
    asked = {field.key for field in definition.visible_fields(snapshot.answers)}
    sections = []
    for section in definition.sections:
        rows = [
            _row(field, snapshot, names)
            for field in section.fields
            if is_for_experts(field) and field.key in asked and _is_told(field, snapshot)
        ]
        if rows:
            sections.append({"title": section.title, "rows": rows})
    kept = snapshot.evaluation
    return {
        "sections": sections,
        "score": kept.get("score") if isinstance(kept, dict) else None,
        "hides_files": any(
            field.kind == FieldKind.FILE and not is_for_experts(field)
            for field in definition.fields()
        ),
    }


def _is_told(field: FormField, snapshot: Snapshot) -> bool:
    """A file that experts would read is told where it is missing; an empty answer is not."""
    return field.kind == FieldKind.FILE or bool(
        shown_answer(field, snapshot.answers.get(field.key))
    )


def _row(field: FormField, snapshot: Snapshot, names: list[str]) -> dict[str, object]:
    row: dict[str, object] = {"label": field.label}
    if field.kind == FieldKind.FILE:
        files = [file for file in snapshot.files if file["field"] == field.key]
        row["files"] = [
            {"id": file["id"], "label": f"{field.label} {place}", "size": file["size"]}
            for place, file in enumerate(files, 1)
        ]
        row["is_missing"] = not files
        return row
    answer = snapshot.answers.get(field.key)
    table = shown_rows(field, answer)
    if table:
        row["columns"] = [column.label for column in field.columns]
        row["table"] = [[without_names(cell, names) for cell in line] for line in table]
    else:
        row["text"] = without_names(shown_answer(field, answer), names)
    return row


def files_of(paper: Mapping[str, Any]) -> dict[str, str]:
    """Id -> label of the files that a paper shows."""
    return {
        file["id"]: file["label"]
        for section in paper.get("sections", [])
        for row in section["rows"]
        for file in row.get("files", [])
    }
