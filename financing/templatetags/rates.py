"""Rates of interest and deadlines as people write them."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from financing.models import DemandHandling

register = template.Library()


@register.filter
def as_rate(value: Decimal) -> str:
    """Per cent a year with two decimals, or three where the third says something: 3.45%."""
    two = value.quantize(Decimal("0.01"))
    return f"{two if two == value else value.normalize():f}%"


def _shown(margin: Decimal) -> Decimal:
    return margin.quantize(Decimal("0.01"), ROUND_HALF_UP)


@register.filter
def margin_text(margin: Decimal) -> str:
    """How far a rate lies from the market's, in percentage points: 低 0.25 个百分点, or 持平."""
    shown = _shown(margin)
    if not shown:
        return "持平"
    return f"{'低' if shown < 0 else '高'} {abs(shown)} 个百分点"


@register.filter
def margin_tone(margin: Decimal) -> str:
    """The pill of `margin_text`: what is above the market stands out."""
    return "ok" if _shown(margin) < 0 else "wait" if _shown(margin) else "calm"


@register.filter
def due_html(row: DemandHandling) -> SafeString:
    """Until when a bank has to decide, and how far that is."""
    if row.due_on is None:
        return format_html("—")
    if row.is_overdue:
        far = format_html('<span class="pill bad">已超期 {} 天</span>', row.days_late)
    elif row.days_left == 0:
        far = format_html('<span class="pill wait">{}</span>', "今天到期")
    else:
        far = format_html("<small>还有 {} 天</small>", row.days_left)
    return format_html("{}<br>{}", row.due_on.isoformat(), far)
