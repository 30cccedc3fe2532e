"""Notices and decisions as official documents."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from documents.official_document import WORD, OfficialDocument, as_pdf, as_word, in_words
from procedures.cases.outcomes import references_of
from procedures.cases.parts import in_words_of, in_yuan
from procedures.models import Batch, PublicNotice
from procedures.models.application import State
from procedures.notices.entries import total_of

ISSUER = "青岛市中小企业主管部门"
DUTY_OF_HOLDERS = "获认定的企业应当按期更新信息；发生更名、合并等重大变化的，应当在三个月内报告。"
ADDRESSEE = "各区市主管部门，各有关企业："
FORMS: dict[str, tuple[Callable[[OfficialDocument], bytes], str]] = {
    "docx": (as_word, WORD),
    "pdf": (as_pdf, "application/pdf"),
}


def notice_document(notice: PublicNotice) -> OfficialDocument:
    """The public notice (公示) with its list."""
    entries = list(notice.entries.all())
    total = total_of(entries)
    lines = [line.strip() for line in notice.body.splitlines() if line.strip()]
    start, end = in_words(notice.starts_on), in_words(notice.ends_on)
    term = f"公示期为{start}至{end}，共 {notice.working_days} 个工作日。"
    sums = [] if total is None else [f"共 {len(entries)} 件，拟支持金额合计 {in_yuan(total)} 元。"]
    contact = [f"异议受理：{notice.objection_contact}"] if notice.objection_contact else []
    return OfficialDocument(
        title=notice.title,
        addressee="",
        paragraphs=(*lines, *sums, term, *contact),
        issuer=ISSUER,
        day=notice.starts_on,
        list_title=in_words_of(
            notice.batch.version.parsed.outcome, f"{notice.batch.name}拟认定名单"
        ),
        headings=(
            "序号",
            "企业名称",
            notice.batch.version.parsed.title_label,
            "区市",
            *(() if total is None else ("拟支持金额（元）",)),
        ),
        rows=tuple(
            (
                str(one.position),
                one.enterprise_name,
                one.title,
                one.district_name,
                *(() if total is None else (in_yuan(one.amount),)),
            )
            for one in entries
        ),
        widths=(1, 5, 4, 2) if total is None else (1, 5, 4, 2, 3),
    )


def steps_in_words(batch: Batch) -> str:
    """How the cases of a batch came to their decision, as notices say it."""
    with_experts = "expert_review" in batch.version.parsed.stages
    return "企业申报、区市推荐、市级审核" + ("、专家评审" if with_experts else "")


def spaced(name: str) -> str:
    """A name behind a Chinese word, with a space where it begins with a digit or letter, as its
    own spaces have it."""
    return f" {name}" if name[:1].isascii() and " " in name else name


def decision_document(notice: PublicNotice) -> OfficialDocument | None:
    """What was certified after the notice (认定名单); None while nothing is. Needs a scope that
    sees the cases."""
    entries = list(
        notice.entries.filter(application__state=State.APPROVED).select_related("application")
    )
    if not entries or notice.concluded_at is None:
        return None
    outcome = notice.batch.version.parsed.outcome
    numbers = references_of([entry.application_id for entry in entries])
    total = total_of(entries)
    sums = "" if total is None else f"，金额合计 {in_yuan(total)} 元"
    decided = [at for entry in entries if (at := entry.application.decided_at) is not None]
    return OfficialDocument(
        title=f"关于公布{spaced(notice.batch.name)}名单的通知",
        addressee=ADDRESSEE,
        paragraphs=(
            f"经{steps_in_words(notice.batch)}和公示，"
            f"现公布{notice.batch.name}结果，共 {len(entries)} 件{sums}，名单见附件。",
            in_words_of(outcome, DUTY_OF_HOLDERS),
        ),
        issuer=ISSUER,
        day=timezone.localdate(max(decided)),
        list_title=f"{notice.batch.name}名单",
        headings=(
            "序号",
            "企业名称",
            notice.batch.version.parsed.title_label,
            "区市",
            in_words_of(outcome, "证书编号"),
            *(() if total is None else ("金额（元）",)),
        ),
        rows=tuple(
            (
                str(place),
                entry.enterprise_name,
                entry.title,
                entry.district_name,
                numbers.get(entry.application_id, ""),
                *(() if total is None else (in_yuan(entry.amount),)),
            )
            for place, entry in enumerate(entries, 1)
        ),
        widths=(2, 8, 6, 3, 9) if total is None else (2, 8, 6, 3, 7, 5),
    )


def stored_document(name: str, document: OfficialDocument, form: str) -> str:
    """The key of the document in the store of attachments, made now if it is not there yet: `name`
    says which it is, and changes when its content does. `form` is one of `FORMS`."""
    store = storages["attachments"]
    key = f"notices/{name}.{form}"
    if not store.exists(key):
        make, _ = FORMS[form]
        key = store.save(key, ContentFile(make(document)))
    return key
