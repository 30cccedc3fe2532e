"""What a change of a certificate would bring about, said before it is made."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from certification.bans import BAN_MONTHS
from certification.changes import CertificateTransition
from certification.lists import detail
from certification.models import Certificate
from certification.rungs import level_of, rung_name, valid_certificates
from pages.lists import Column
from pages.lists.table import table_html


def effects_of(
    certificate: Certificate, transition: CertificateTransition
) -> list[tuple[str, SafeString]]:
    """The certificate with its state now and afterwards, and what follows, under headings; nothing
    follows any more where the change was made."""
    after = "、".join(str(Certificate.State(one).label) for one in sorted(transition.targets))
    columns: tuple[Column[Certificate], ...] = (
        Column("number", "证书编号", link=detail),
        Column("holder_name", "持证企业", long=True),
        Column("title", "产品（技术）", long=True) if certificate.title else Column("kind", "类别"),
        Column("validity", "有效期", lambda one: f"{one.valid_from} 至 {one.valid_to}"),
        Column("state", "现在"),
        Column("after", "办理后", lambda one: after or "不变"),
    )
    found = [("这张证书", table_html(columns, [certificate], css="stack"))]
    if certificate.state in transition.sources:
        lines = ((line,) for line in consequences(certificate, transition))
        told = format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
        found.append(("会带来什么", told))
    return found


def consequences(certificate: Certificate, transition: CertificateTransition) -> list[str]:
    """What follows for the holder, a sentence each."""
    if transition.target is None:
        return [
            "企业现有的全部有效、待复核和暂停的证书一并变更，编号和有效期不变。",
            "重新制作证书文件，原文件留存；公众查验显示现名称和原名称。",
        ]
    told = [_rung(certificate, transition)]
    if transition.name == "suspend":
        told.append("公众查验显示“暂停”，暂停期间不能申请复核。")
    if transition.name == "revoke":
        told.append("撤销后不能恢复，公众查验显示“已撤销”。")
        told.append(
            f"因数据造假、重大事故、严重失信或偷漏税撤销的，{BAN_MONTHS // 12} 年内不能再申报。"
        )
    return told


def _rung(certificate: Certificate, transition: CertificateTransition) -> str:
    held = valid_certificates(certificate.organisation_id)
    before = level_of(held)
    others = [one for one in held if one.pk != certificate.pk]
    stays = transition.target in (Certificate.State.VALID, Certificate.State.RECHECK_DUE)
    after = level_of([*others, certificate] if stays else others)
    word = transition.in_history.split("，")[0]
    if after == before:
        return f"{word}后企业层级不变，仍为“{rung_name(before)}”。"
    verb = "降为" if after < before else "恢复为"
    return f"{word}后企业层级由“{rung_name(before)}”{verb}“{rung_name(after)}”。"
