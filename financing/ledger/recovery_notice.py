"""The notice of a recovery (追回通知书) as an official document."""

from django.utils import timezone

from documents.official_document import OfficialDocument, in_words
from financing.ledger.posting import ledger_scope
from financing.models import FundYear, Payable, Recovery
from financing.money import yuan

ISSUER = "青岛市中小企业主管部门"


def _parts(recovery: Recovery) -> str:
    """How much of it is interest, and to which day, where there is any."""
    if not recovery.interest or recovery.until is None:
        return ""
    return (
        f"，其中本金 {yuan(recovery.amount)} 元，利息 {yuan(recovery.interest)} 元"
        f"（从支付之日起计至{in_words(recovery.until)}，不含当日）"
    )


def _order(recovery: Recovery) -> str:
    if not recovery.interest:
        return ""
    return "缴款先抵利息，后抵本金。" if recovery.interest_first else "缴款先抵本金，后抵利息。"


def recovery_document(recovery: Recovery) -> OfficialDocument:
    """The notice with the payments that it is about; a draft has no number and no term yet.

    Source of the legal words: 国务院令第427号第14条; 示例 for the rest.
    """
    day = recovery.noticed_on or timezone.localdate()
    due = f"{in_words(recovery.due_on)}前" if recovery.due_on else "通知规定的期限前"
    number = recovery.notice_number or "（文号待编）"
    with ledger_scope():  # enterprises do not read funds
        year = FundYear.objects.select_related("district").get(pk=recovery.fund_year_id)
    issuer = f"{year.district.name}中小企业主管部门" if year.district else ISSUER
    paid = Payable.objects.filter(
        application=recovery.application_id, state=Payable.State.PAID
    ).order_by("number")
    return OfficialDocument(
        title="关于追回专项资金的通知书",
        addressee=f"{recovery.payee_name}：",
        paragraphs=(
            f"文号：{number}",
            f"你单位“{recovery.scheme_title}”获得的专项资金，因{recovery.get_cause_display()}，"
            f"决定追回 {yuan(recovery.total)} 元{_parts(recovery)}。有关情况：{recovery.note}",
            f"请于{due}将上述款项缴回，缴款时注明本通知书文号。可以分期缴回，期限前须全部缴清。{_order(recovery)}",
            "缴清前不受理你单位新的资金申报。对本通知有异议的，可以自收到之日起向本部门书面陈述，"
            "或依法申请行政复议、提起行政诉讼。",
        ),
        issuer=issuer,
        day=day,
        list_title="涉及的支付明细",
        headings=("序号", "项目", "内容", "到账日期", "金额（元）"),
        rows=tuple(
            (
                str(place), one.scheme_title, one.label,
                f"{one.paid_on:%Y-%m-%d}" if one.paid_on else "", yuan(one.amount),
            )
            for place, one in enumerate(paid, 1)
        ),
        widths=(1, 4, 3, 3, 3),
    )  # fmt: skip
