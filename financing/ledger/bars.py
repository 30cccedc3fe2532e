"""Why an enterprise is paid nothing now, and may claim nothing: money that it has to give back."""

from collections.abc import Iterable

from financing.models import Recovery


def recovery_bars(organisation_id: int) -> str:
    """What bars the enterprise from new claims until it is settled; "" for nothing. In the active
    scope.

    Source: domain facts A7: a recovery blocks new claims until it is closed (示例).
    """
    row = Recovery.objects.demanded().filter(organisation_id=organisation_id).first()
    if row is None:
        return ""
    return (
        f"有一笔资金正在追回：{row.scheme_title}，还有 {row.open_amount:,.2f} 元未缴回，"
        "缴清前不能申报新的资金。"
    )


def why_barred(organisation_id: int) -> str:
    """Why nothing is paid to the enterprise now; "" for no reason."""
    return barred_among([organisation_id]).get(organisation_id, "")


def barred_among(organisation_ids: Iterable[int]) -> dict[int, str]:
    """The enterprises that have money to give back, each with the sentence that says so."""
    rows = Recovery.objects.demanded().filter(organisation_id__in=set(organisation_ids))
    return {
        row.organisation_id: f"企业有 {row.open_amount:,.2f} 元追回款未缴清，缴清前不支付。"
        for row in rows.order_by("pk")
    }
