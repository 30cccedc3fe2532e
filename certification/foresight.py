"""What a change of a certificate would bring about, said before it is made."""

from certification.bans import BAN_MONTHS
from certification.changes import CertificateTransition
from certification.models import Certificate
from certification.rungs import level_of, rung_name, valid_certificates


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
