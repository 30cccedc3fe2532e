"""Whose a certificate is that was issued outside of the portal: found by code, then by name."""

from dataclasses import dataclass

from django.utils import timezone

from certification.models import Certificate, IssuedCertificate
from certification.validity import LONGEST_YEARS
from documents.written.dates import CHECK_YEAR, is_far_after
from documents.written.sql import key_of
from documents.written.text import compared
from enterprises.imports.lookups import NamedEntries, entries_with_codes
from enterprises.imports.registry_rows import EXPLAIN
from enterprises.imports.title_check import Matcher
from enterprises.rules.credit_code import check_problem, normalise_credit_code, shape_problem
from enterprises.rules.full_names import name_problem
from enterprises.rules.name_matching import match_key


@dataclass(frozen=True)
class Match:
    """The enterprise that a certificate belongs to; None where the registry has none. `problems`
    are by field."""

    enterprise_id: int | None
    problems: dict[str, str]


def holder_of(row: IssuedCertificate) -> Match:
    """The enterprise that the row names. What may be another one is a problem and never a guess."""
    if row.credit_code:
        return _by_code(row)
    named = NamedEntries([row.holder_name])
    same = [*named.same_name(row.holder_name), *named.formerly(row.holder_name)]
    if len(same) == 1:
        return Match(same[0].organisation_id, {})
    if same:
        return _doubt(
            "credit_code", f"名录中有 {len(same)} 家企业叫这个名称或用过它，请填写信用代码。"
        )
    if similar := Matcher([row.holder_name]).similar(row.holder_name):
        names = "、".join(one.name for one in similar[:3])
        return _doubt(
            "credit_code", f"名录中有名称相近的企业：{names}。请填写信用代码，或改正企业名称。"
        )
    return Match(None, {})


def _by_code(row: IssuedCertificate) -> Match:
    entry = entries_with_codes([row.credit_code]).get(row.credit_code)
    if entry is not None:
        is_other = match_key(entry.name) != match_key(row.holder_name)
        is_known = entry in NamedEntries([row.holder_name]).formerly(row.holder_name)
        if is_other and not (row.is_former_name or is_known):
            return _doubt(
                "holder_name",
                f"这个代码在名录中是“{entry.name}”。证书上是曾用名的，“曾用名”请填“是”；"
                "否则请核对代码和名称。",
            )
        return Match(entry.organisation_id, {})
    same = NamedEntries([row.holder_name]).same_name(row.holder_name)
    if known := [one for one in same if one.credit_code]:
        code = known[0].credit_code
        return _doubt("credit_code", f"名录中“{known[0].name}”的代码是 {code}，请核对。")
    if len(same) > 1:
        return _doubt("holder_name", f"名录中有 {len(same)} 条同名的待认领企业，请先核对名录。")
    return Match(same[0].organisation_id if same else None, {})


def _doubt(field: str, reason: str) -> Match:
    return Match(None, {field: reason})


def normalise(row: IssuedCertificate) -> None:
    """Code without spaces, in capitals, and the name in one line."""
    row.credit_code = normalise_credit_code(row.credit_code)
    row.holder_name = " ".join(row.holder_name.split())


def problems_of(row: IssuedCertificate) -> dict[str, str]:
    """What is wrong with the row besides what its fields say of themselves."""
    normalise(row)
    if row.is_retired or not row.holder_name:
        return {}
    problems = {}
    if problem := _problem_of_code(row):
        problems["credit_code"] = problem
    elif problem := name_problem(row.holder_name):
        problems["holder_name"] = f"{problem}。"
    else:
        problems |= _problems_of_holder(row)
    alike = Certificate.objects.alias(key=key_of("number")).filter(key=compared(row.number))
    if alike.exclude(pk=row.certificate_id or 0).exists():
        problems["number"] = "平台上已有这个编号的证书。"
    if row.issued_on and row.issued_on > timezone.localdate():
        problems["issued_on"] = "发证日期不能晚于今天。"
    known = row.valid_from and row.valid_to
    if known and is_far_after(row.valid_to, row.valid_from, LONGEST_YEARS):
        problems["valid_to"] = f"{CHECK_YEAR}。"
    return problems


def _problem_of_code(row: IssuedCertificate) -> str:
    """A code whose check fails is let pass where the city says why, as in the registry."""
    if not row.credit_code:
        return ""
    if problem := shape_problem(row.credit_code):
        return problem
    problem = check_problem(row.credit_code)
    return f"{problem}{EXPLAIN}。" if problem and not row.code_note else ""


def _problems_of_holder(row: IssuedCertificate) -> dict[str, str]:
    known = row.certificate
    if known is not None and row.kind != known.kind:
        return {"kind": "证书的类别不能改；登记错了请停用这一条，重新登记。"}
    if known is not None and known.former_name:
        return {}  # renamed or taken over since
    match = holder_of(row)
    if match.problems or known is None:
        return match.problems
    if match.enterprise_id != known.organisation_id:
        return {"holder_name": "证书不能改归另一家企业；登记错了请停用这一条，重新登记。"}
    return {}
