"""Another version of the texts of a kind."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation, StaleVersion, refuse
from accounts.tenancy import Actor
from pages.paper_sections import Place
from reports.models import PaperTemplate
from reports.papers.compose import names_for
from reports.papers.language import problems_of
from reports.papers.texts import current_template

IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def problems_in(kind: str, *, title: str, headings: Sequence[dict[str, str]]) -> dict[str, str]:
    """What is wrong with texts of a kind, by the field of the editor: unknown names, wrong
    writing, nothing to print."""
    names = names_for(kind)
    fields = {"title": title, **{f"text-{one['key']}": one["text"] for one in headings}}
    errors = {
        key: "".join(found) for key, text in fields.items() if (found := problems_of(text, names))
    }
    unknown = {one["key"] for one in headings} - set(Place)
    if not headings or unknown:
        errors["title"] = "至少保留一个章节。"
    return errors


def save_texts(
    actor: Actor,
    kind: str,
    *,
    masthead: str,
    issuer: str,
    title: str,
    headings: Sequence[dict[str, str]],
    note: str,
    number: int,
) -> PaperTemplate:
    """Write version `number` + 1; papers made from now on go by it, earlier ones keep theirs.

    Raises `NotPermitted`, `StaleVersion` where somebody else wrote a version since, and
    `RuleViolation` at the fields whose text cannot be printed.
    """
    if actor.duty != Duty.CITY_OFFICER:
        raise NotPermitted("报告模板由市级主管部门修改。")
    with transaction.atomic():
        # Versions are never changed, so that there is no row to lock.
        with connection.cursor() as cursor:
            cursor.execute(IN_TURN, [f"paper texts {kind}"])
        last = current_template(kind)
        if last.number != number:
            who = last.edited_by or "同事"
            when = timezone.localtime(last.edited_at)
            raise StaleVersion(
                f"{who}已于 {when:%m月%d日 %H:%M} 保存了第 {last.number} 版，请核对后再改。"
            )
        refuse(problems_in(kind, title=title, headings=headings))
        same = (last.masthead, last.issuer, last.title, last.headings)
        if same == (masthead, issuer, title, list(headings)):
            raise RuleViolation("内容和现在的版本一样，没有要保存的修改。")
        return PaperTemplate.objects.create(
            kind=kind,
            number=number + 1,
            masthead=masthead,
            issuer=issuer,
            title=title,
            headings=list(headings),
            note=note,
            edited_by_id=actor.user_id,
            edited_at=timezone.now(),
        )
