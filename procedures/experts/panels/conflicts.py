"""Who must not judge which enterprise: conflicts of interest (回避)."""

from dataclasses import dataclass

from enterprises.rules.name_matching import same_full_name


@dataclass(frozen=True)
class Tie:
    """A tie that an expert declared: to a credit code, a name, or both."""

    credit_code: str
    name: str


@dataclass(frozen=True)
class Candidate:
    """An expert of the pool. `works_for` are the organisations of the person's memberships, lately
    left ones too; `employer_head` is the legal representative of the employer, where known."""

    user_id: int
    name: str
    employer: str
    employer_code: str = ""
    employer_head: str = ""
    works_for: frozenset[int] = frozenset()
    ties: tuple[Tie, ...] = ()
    industries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subject:
    """A case to be judged, by whose it is; `industry` is the division (大类) of its holder."""

    application_id: int
    organisation_id: int
    name: str
    credit_code: str = ""
    head: str = ""
    industry: str = ""


def conflict(expert: Candidate, subject: Subject) -> str:
    """Why `expert` must not judge `subject`, in Chinese; "" where nothing speaks against it."""
    if subject.organisation_id in expert.works_for:
        return "在该企业任职，或离职不满一年"
    if _same(expert.employer_code, subject.credit_code) or _same(expert.employer, subject.name):
        return "工作单位就是该企业"
    if _same(expert.name, subject.head):
        return "与该企业法定代表人同名"
    if _same(expert.employer_head, subject.head):
        return "工作单位与该企业是同一法定代表人"
    if any(
        _same(tie.credit_code, subject.credit_code) or _same(tie.name, subject.name)
        for tie in expert.ties
    ):
        return "本人申报与该企业有利害关系"
    return ""


def _same(one: str, other: str) -> bool:
    return bool(one and other) and same_full_name(one, other)
