"""What reports are built from: certificates; and of each enterprise whether it stands on a rung."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef

from certification.models import Certificate
from certification.rungs import RUNGS, valid_today
from enterprises.report_sources import enterprise_fields
from pages.report_sources import (
    FieldKind,
    ReportField,
    ReportSource,
    extend_report_source,
    register_report_sources,
)


def _holds(kind: str) -> Callable[[], Exists]:
    """Whether the enterprise of a row holds a certificate of the kind that is valid today."""

    def holds() -> Exists:
        held = Certificate.objects.filter(organisation_id=OuterRef("organisation_id"), kind=kind)
        return Exists(valid_today(held))

    return holds


def _is_valid() -> Exists:
    return Exists(valid_today(Certificate.objects.filter(pk=OuterRef("pk"))))


register_report_sources(
    ReportSource(
        "certificates", "证书", "证书", "张",
        rows=lambda actor: Certificate.objects.visible_to(actor),
        fields=(
            ReportField("number", "证书编号", FieldKind.CODE, "number"),
            ReportField(
                "kind", "证书类别", FieldKind.CHOICE, "kind", Certificate.Kind.choices, long=True
            ),
            ReportField("title", "产品（技术）", FieldKind.TEXT, "title", long=True),
            ReportField("holder_name", "证载企业名称", FieldKind.TEXT, "holder_name", long=True),
            *enterprise_fields("organisation__enterprise__"),
            ReportField(
                "state", "证书状态", FieldKind.CHOICE, "state", Certificate.State.choices
            ),
            ReportField("is_valid", "今日有效", FieldKind.FLAG, _is_valid),
            ReportField("issued_on", "发证日期", FieldKind.DATE, "issued_on"),
            ReportField("valid_from", "有效期起", FieldKind.DATE, "valid_from"),
            ReportField("valid_to", "有效期止", FieldKind.DATE, "valid_to"),
        ),
        usual=("number", "kind", "title", "holder_name", "district", "valid_to"),
        about="enterprise",
        order=("-issued_on", "-id"),
        note="一家企业可以有几张证书：数企业请用“企业名称”或“统一社会信用代码”的不重复个数。",
    ),
)  # fmt: skip
extend_report_source(
    "enterprises",
    *(
        ReportField(f"is_{one.kind}", f"现有{one.name}认定", FieldKind.FLAG, _holds(one.kind))
        for one in RUNGS
    ),
)
