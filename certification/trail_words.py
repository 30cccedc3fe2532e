"""What the trail calls this app's tables, columns and system acts."""

from accounts.trail_words import register_trail_words
from certification.models import CertificateEvent

_REASONS = {value: str(label) for value, label in CertificateEvent.ReasonKind.choices}

register_trail_words(
    tables={
        "certification_certificate": "证书",
        "certification_issuedcertificate": "已发证书登记",
    },
    columns={
        "former_name": "原名称",
        "certificate_id": "证书",
        "published_title_id": "公布的称号",
        "scheme_version_id": "认定项目版本",
        "pdf_key": "文件位置",
        "pdf_sha256": "文件摘要",
    },
    values={
        "lifecycle_actproposal.content": {"certificate": "证书", **_REASONS},
        "lifecycle_bulkrun.reason_kind": _REASONS,
    },
    reasons={
        "verify a certificate for the public": "公众查验证书",
        "keep the life of certificates": "证书到期和提醒",
    },
)
