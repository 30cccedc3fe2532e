"""What follows from a transition of a certificate: rows only, in the transition's transaction."""

from django.urls import reverse

from accounts.notifications import notify, people_of
from certification.changes import CertificateChange
from certification.models import CertificateEvent
from lifecycle.two_persons import approval

# --- rows ---------------------------------------------------------------------------------------


def note_number(change: CertificateChange) -> None:
    """The number with which a certificate begins."""
    change.facts["number"] = ["", change.row.number]


def note_proposer(change: CertificateChange) -> None:
    """Who proposed what another one approved."""
    if approved := approval():
        change.facts["proposed_by"] = ["", str(approved.proposed_by)]


def extend_validity(change: CertificateChange) -> None:
    _put(change, "valid_to", change.input.valid_to)


def amend(change: CertificateChange) -> None:
    """Correct what was entered wrongly."""
    for name, value in change.input.amended.items():
        _put(change, name, value)


def change_holder(change: CertificateChange) -> None:
    """The holder's new name; after a merger also the code, the organisation and its district."""
    certificate, details = change.row, change.input
    _put(change, "former_name", certificate.holder_name)
    _put(change, "holder_name", details.holder_name)
    if details.organisation_id is not None:
        _put(change, "organisation_id", details.organisation_id)
        _put(change, "district_id", details.district_id)
        _put(change, "credit_code", details.credit_code)


def typeset_again(change: CertificateChange) -> None:
    """Forget the PDF, which says what no longer holds; its file is kept, the event knows where."""
    _put(change, "pdf_key", "")
    _put(change, "pdf_sha256", "")


def _put(change: CertificateChange, name: str, value: object) -> None:
    before = getattr(change.row, name)
    if before == value:
        return
    setattr(change.row, name, value)
    change.facts[name] = [_as_json(before), _as_json(value)]


def _as_json(value: object) -> int | str:
    return value if isinstance(value, int | str) else str(value)


# --- telling the holder -------------------------------------------------------------------------


def _tell_holder(change: CertificateChange, title: str, body: str = "") -> None:
    certificate = change.row
    notify(
        people_of(organisation_id=certificate.organisation_id),
        title=title,
        body=body,
        link=reverse("certification:detail", args=[certificate.pk]),
        dedupe_key=change.key,
    )


def _because(change: CertificateChange) -> str:
    kind = change.input.reason_kind
    label = f"{CertificateEvent.ReasonKind(kind).label}。" if kind else ""
    return f"原因：{label}{change.input.reason}"


def tell_entered(change: CertificateChange) -> None:
    certificate = change.row
    _tell_holder(
        change,
        f"证书已登记：{certificate.title}",
        f"{certificate.get_kind_display()}，编号 {certificate.number}，认定文号 "
        f"{certificate.document_number}，有效期至 {certificate.valid_to:%Y-%m-%d}。"
        "如有出入，请联系市级主管部门。",
    )


def tell_amended(change: CertificateChange) -> None:
    _tell_holder(change, f"证书的登记内容已更正：{change.row.title}", _because(change))


def tell_suspended(change: CertificateChange) -> None:
    _tell_holder(
        change,
        f"证书已暂停：{change.row.title}",
        f"{_because(change)}\n暂停期间证书不计入企业层级，公众查验会显示“暂停”。",
    )


def tell_lifted(change: CertificateChange) -> None:
    _tell_holder(change, f"证书已恢复有效：{change.row.title}", _because(change))


def tell_revoked(change: CertificateChange) -> None:
    _tell_holder(change, f"证书已撤销：{change.row.title}", _because(change))


def tell_expired(change: CertificateChange) -> None:
    _tell_holder(
        change,
        f"证书已到期：{change.row.title}",
        f"有效期到 {change.row.valid_to:%Y-%m-%d}，期内没有通过复核。需要时可以重新申报。",
    )


def tell_recheck_due(change: CertificateChange) -> None:
    _tell_holder(
        change,
        f"证书将到期，请申请复核：{change.row.title}",
        f"有效期到 {change.row.valid_to:%Y-%m-%d}。在证书页可以查看复核批次并开始申报。",
    )


def tell_renewed(change: CertificateChange) -> None:
    _tell_holder(
        change,
        f"复核通过：{change.row.title}",
        f"证书有效期延长到 {change.row.valid_to:%Y-%m-%d}，新证书可以下载。",
    )


def tell_former_holder(change: CertificateChange) -> None:
    """The enterprise that a merger took the certificate from."""
    certificate = change.row
    former, _ = change.facts["organisation_id"]
    notify(
        people_of(organisation_id=former),
        title=f"证书已转由“{certificate.holder_name}”持有：{certificate.title}",
        body=_because(change),
        link=reverse("certification:own"),
        dedupe_key=f"{change.key}:former",
    )


def tell_holder_changed(change: CertificateChange) -> None:
    certificate = change.row
    _tell_holder(
        change,
        f"证书持证企业已变更：{certificate.title}",
        f"现为“{certificate.holder_name}”，原为“{certificate.former_name}”。{_because(change)}",
    )
