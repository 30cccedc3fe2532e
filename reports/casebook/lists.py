"""The lists of stories: the city's, the enterprise's own, whom to invite, and the public one."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.duties import Duty
from accounts.tenancy import Actor
from certification.models import Certificate
from certification.rungs import valid_today
from documents.title_index import titled
from documents.written.text import one_line
from enterprises.models import Enterprise
from enterprises.name_search import enterprise_has
from enterprises.rules.industry import divisions
from pages.links import row_url
from pages.lists import BulkAct, Column, Empty, ListPage, On
from pages.lists.bulk import on_chosen
from pages.lists.filters import choice, district, due_within, search, year
from pages.records import RecordList
from reports.casebook.actions.step_many import Outcome, step_many
from reports.casebook.lifecycle import MACHINE, UNDER_WAY
from reports.casebook.policies import State
from reports.casebook.records import READERS, EditionRecord
from reports.casebook.views import inviting
from reports.models import CasebookEdition, Story

CHAMPION = Certificate.Kind.CHAMPION


def story_url(row: Story) -> str:
    return row_url("reports:story", row.pk)


def _by_text(rows: QuerySet[Story], value: str) -> QuerySet[Story]:
    text = one_line(value)
    found = titled(rows, text)
    return rows.filter(found | enterprise_has(text) if len(text) > 1 else found)


def _in_industry(rows: QuerySet[Story], value: str) -> QuerySet[Story]:
    own = Enterprise.objects.filter(industry_code__startswith=value)
    return rows.filter(organisation_id__in=own.values("pk"))


def _is_late(row: Story) -> str:
    if row.state in UNDER_WAY and row.due_on < timezone.localdate():
        return f"超过 {(timezone.localdate() - row.due_on).days} 天"
    return ""


def _recognised(row: Story) -> str:
    return f"{row.certificate.issued_on.year} 年认定"


def _certificate_now(row: Story) -> str:
    return row.certificate.state_word


def _bulk(name: str, label: str, confirm: str, css: str = "") -> BulkAct:
    step = MACHINE.transitions[name]

    def act(actor: Actor, ids: Sequence[int]) -> Outcome:
        return step_many(actor, name, ids)

    return BulkAct(
        name, label,
        on_chosen(act, done=str, back="reports:stories"),
        may=lambda actor: actor.is_city,
        selectable=lambda actor, row: row.state in step.sources,
        confirm=confirm, css=css,
    )  # fmt: skip


class StoryList(ListPage[Story]):
    """All stories of the bureau's districts, the newest first."""

    key, title, noun, counter = "stories", "案例集", "案例", "篇"
    intro = "《青岛市工业中小企业隐形冠军案例集》：约稿、撰写、企业确认、发布和编印。"
    readers = READERS
    order = ("-id",)
    template = "reports/casebook/stories.html"
    columns = (
        Column("enterprise_name", "企业", fixed=True, long=True, link=story_url,
               below=lambda row: row.title or "还没有标题"),
        Column("title", "案例标题", on=On.FILE, long=True),
        Column("district__short_name", "区市", many_districts=True),
        Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
        Column("due_on", "交稿日期", sort="due_on", below=_is_late),
        Column("recognised", "认定", _recognised, below=_certificate_now),
        Column("created_at", "约稿时间", hidden=True),
        Column("updated_at", "最近修改", hidden=True),
    )  # fmt: skip
    filters = (
        search("企业或案例标题", _by_text),
        choice("state", "状态", Story.State.choices),
        district(),
        choice("industry", "行业大类", lambda: list(divisions().items()), by=_in_industry),
        year("recognised", "认定年份", "certificate__issued_on"),
        due_within("due_on", "交稿", days=(7, 30), only=Q(state__in=UNDER_WAY)),
    )
    empty = Empty("还没有案例", "点“约稿”选择有效的隐形冠军，邀请它们撰写。")
    not_found = Empty("没有符合条件的案例", "换一个筛选条件，或清空筛选查看全部。")
    bulk = (
        _bulk("publish", "发布选中的", "发布选中的案例？公众随即可以看到。", "go"),
        _bulk("remind", "提醒选中的", "提醒选中的企业？每家一天只提醒一次。"),
    )

    def rows(self) -> QuerySet[Story]:
        return Story.objects.select_related("district", "certificate")

    def heading(self) -> str:
        if self.is_filtered:
            return super().heading()
        waiting = Story.objects.filter(state=State.APPROVED).count()
        public = Story.objects.filter(state=State.PUBLISHED).count()
        told = f"，{waiting} 篇等待发布" if waiting else ""
        return f"{public} 篇案例已发布{told}"


class OwnStories(ListPage[Story]):
    """The enterprise's own stories."""

    key, title, noun, counter = "own_stories", "我的案例", "案例", "篇"
    intro = "入编《青岛市工业中小企业隐形冠军案例集》的案例。公开什么由您决定，发布前须经您确认。"
    readers = (Duty.ENTERPRISE_STAFF,)
    columns = (
        Column("title", "案例标题", lambda row: row.title or "还没有标题", fixed=True, long=True,
               link=story_url),
        Column("state", "状态", lambda row: MACHINE.owner_labels.get(
            State(row.state), row.get_state_display()),
            pill=lambda row: MACHINE.tone_of(row.state)),
        Column("due_on", "交稿日期"),
        Column("recognised", "认定", _recognised),
    )  # fmt: skip
    filters = ()
    empty = Empty("还没有案例", "认定为隐形冠军后，主管部门会邀请企业撰写案例。")

    def rows(self) -> QuerySet[Story]:
        return Story.objects.select_related("certificate")


def _holder(row: Certificate) -> str:
    return row_url("certification:detail", row.pk)


class ChampionList(ListPage[Certificate]):
    """Champions of today who have no story yet, for the city to invite."""

    key, title, noun, counter = "champions", "约稿", "隐形冠军", "家"
    intro = "证书今天有效、还没有约过稿的隐形冠军。谢绝和撤回的，到那篇案例里重新约稿。"
    readers = (Duty.CITY_OFFICER,)
    template = "reports/casebook/champions.html"
    order = ("-issued_on", "-id")
    columns = (
        Column("holder_name", "企业", fixed=True, long=True, link=_holder,
               below=lambda row: row.title),
        Column("district__short_name", "区市"),
        Column("number", "证书编号", hidden=True, width=24),
        Column("issued_on", "认定日期", sort="issued_on"),
        Column("valid_to", "有效期止", sort="valid_to"),
    )  # fmt: skip
    filters = (
        search("企业或主导产品", lambda rows, value: _champion(rows, value)),
        district(),
        year("year", "认定年份", "issued_on"),
    )
    empty = Empty("有效的隐形冠军都已约稿", "新认定的隐形冠军会出现在这里。")
    not_found = Empty("没有符合条件的隐形冠军", "换一个筛选条件，或清空筛选查看全部。")
    bulk = (BulkAct("invite", "选好了，填写约稿信", inviting.preview, css="go"),)

    def rows(self) -> QuerySet[Certificate]:
        invited = Story.objects.filter(certificate=OuterRef("pk"))
        champions = valid_today(Certificate.objects.filter(kind=CHAMPION))
        return champions.exclude(Exists(invited)).select_related("district")

    def heading(self) -> str:
        number, _ = self.count
        return f"{number} 家隐形冠军还没有约稿" if number else "有效的隐形冠军都已约稿"


def _champion(rows: QuerySet[Certificate], value: str) -> QuerySet[Certificate]:
    text = one_line(value)
    found = titled(rows, text)
    return rows.filter(found | enterprise_has(text) if len(text) > 1 else found)


class EditionList(RecordList[CasebookEdition]):
    """The editions, the latest first."""

    key, record = "editions", EditionRecord
    order = ("-number", "-id")
    columns = (
        Column("number", "辑", lambda row: f"第 {row.number} 辑", fixed=True,
               link=EditionRecord.url),
        Column("year", "年份", number=True),
        Column("title", "书名", long=True),
        Column("state", "状态", pill={"draft": "calm", "issued": "ok", "recalled": "bad"}),
    )  # fmt: skip
    filters = (choice("state", "状态", CasebookEdition.State.choices),)
    empty = Empty("还没有编印", "新增一辑，选择已发布的案例后排印。")
