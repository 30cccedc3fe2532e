"""Which version of an entry a page showed, and refusing to act on an older one."""

from datetime import UTC, datetime

from django.utils import timezone

from accounts.errors import StaleVersion
from enterprises.models import Enterprise

_NEVER = datetime.min.replace(tzinfo=UTC)


def version_of(enterprise: Enterprise) -> str:
    """What a page's form sends back as `seen_at`."""
    return enterprise.updated_at.isoformat()


def seen_version(text: str | None) -> datetime:
    """The version that a form sent; missing or damaged text is a version that never was."""
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return _NEVER


def refuse_stale(enterprise: Enterprise, seen_at: datetime | None) -> None:
    """Raise `StaleVersion` when the (locked) entry was changed after `seen_at`; None is no page."""
    if seen_at is None or seen_at == enterprise.updated_at:
        return
    changed = timezone.localtime(enterprise.updated_at)
    raise StaleVersion(
        f"您打开页面之后，企业资料在 {changed:%Y-%m-%d %H:%M:%S} 被修改过。请核对新内容后再操作。"
    )
