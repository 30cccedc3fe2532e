"""The bar of a budget: what each account takes of it, with the lines of 70 and 90 per cent."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from financing.ledger.positions import Position
from financing.ledger.warnings import LINES

HEIGHT = 24
NAMES = {70: "70% 提醒", 90: "90% 警戒"}


def stack_html(now: Position) -> SafeString:
    """The drawing with a sentence for screen readers; nothing without a budget."""
    if not now.appropriated:
        return SafeString("")
    shares = [(account, amount * 100 / now.appropriated) for account, amount in now.parts if amount]
    said = "，".join(f"{account.label} {share:.2f}%" for account, share in shares)
    begins, pieces = 0.0, []
    for account, share in shares:
        pieces.append((f"{begins:.3f}", f"{float(share):.3f}", HEIGHT, account.value))
        begins += float(share)
    drawn = format_html_join(
        "", '<rect x="{}%" y="8" width="{}%" height="{}" class="of-{}"/>', pieces
    )
    marks = format_html_join(
        "",
        '<rect x="{}%" y="2" width="2" height="36" class="mark"/>'
        '<text x="{}%" y="54" class="mark-text">{}</text>',
        [(line, line, NAMES[line]) for line in LINES],
    )
    return format_html(
        '<svg class="budget-stack" role="img" aria-label="{}" width="100%" height="60">{}{}</svg>',
        said, drawn, marks,
    )  # fmt: skip
