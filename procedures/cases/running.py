"""What an enterprise need not file again: what is under way, and what it holds."""

from collections.abc import Container, Iterable

from django.db.models import QuerySet

from accounts.compiled_queries import compiled_once
from documents.written.text import compared
from procedures.cases.outcomes import is_for_once, titles_held
from procedures.models import Application
from procedures.models.application import State
from schemes.models import SchemeVersion

RUNNING = (
    State.DISTRICT_REVIEW, State.CITY_REVIEW, State.EXPERT_REVIEW, State.RETURNED,
    State.PROPOSED, State.PUBLIC_NOTICE,
)  # fmt: skip


def open_cases(organisation_id: int) -> list[Application]:
    """The drafts and the cases that are not decided, the oldest first; one query."""
    return _open_cases(organisation_id)


@compiled_once
def _open_cases(organisation_id: int) -> QuerySet[Application]:
    rows = Application.objects.filter(
        organisation_id=organisation_id, state__in=(State.DRAFT, *RUNNING), deleted_at=None
    )
    return rows.select_related("scheme_version", "batch").order_by("id")


def running_among(cases: Iterable[Application]) -> list[Application]:
    """Those that may still lead to a first outcome."""
    return [
        one
        for one in cases
        if one.state in RUNNING
        and one.purpose == Application.Purpose.CERTIFY
        and one.corrects_id is None
    ]


def running_for(
    version: SchemeVersion, cases: list[Application], title: str | None = None
) -> Application | None:
    """Which of the enterprise's running `cases` is for what `version` brings about: of a title
    that is held once any case of the scheme, of products the one of the same `title`,
    however it is spelled (brackets, widths, spaces)."""
    same = [one for one in cases if one.scheme_version.scheme_id == version.scheme_id]
    if not is_for_once(version.parsed.outcome):
        wanted = compared(title or "")
        same = [one for one in same if wanted and compared(one.title) == wanted]
    return same[0] if same else None


def names_to_file(
    version: SchemeVersion, organisation_id: int, names: Iterable[str], *, but: int = 0
) -> set[str]:
    """Those of the products that no running case, other than `but`, is for, and that the
    enterprise does not hold already."""
    running = [one for one in running_among(open_cases(organisation_id)) if one.pk != but]
    held = {compared(one.title) for one in titles_held(organisation_id, version.parsed.outcome)}
    return {
        name
        for name in names
        if running_for(version, running, name) is None and compared(name) not in held
    }


def filed_already(
    version: SchemeVersion,
    organisation_id: int,
    title: str | None = None,
    *,
    but: int = 0,
    kinds_held: Container[str] | None = None,
) -> str:
    """Why the enterprise may not file once more while a case, other than `but`, is under way, or
    while it holds a valid outcome for the `title`; or "". `kinds_held` are the kinds of outcome
    that it holds, where they are known already."""
    others = [one for one in running_among(open_cases(organisation_id)) if one.pk != but]
    if running := running_for(version, others, title):
        return (
            f"同样的申报正在办理：{running}（受理编号 {running.number}，"
            f"{running.get_state_display()}），不用重复申报。"
        )
    wanted, kind = compared(title or ""), version.parsed.outcome
    asked = wanted and (kinds_held is None or kind in kinds_held)
    titles = titles_held(organisation_id, kind) if asked else []
    held = next((one for one in titles if compared(one.title) == wanted), None)
    if held is None:
        return ""
    return (
        f"“{held.title}”已经认定（证书编号 {held.number}，有效期至 {held.valid_to:%Y-%m-%d}），"
        "不用重新申报；到期前可以在证书页申请复核。"
    )
