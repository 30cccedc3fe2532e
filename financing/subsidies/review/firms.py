"""The audit firms as the city keeps them: their list, and what there is to see of one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.duties import Duty, OrganisationKind
from accounts.models import Membership, Organisation
from financing.access_history import access_history
from financing.models import AuditAssignment, FirmAccessChange
from financing.subsidies.review.actions.assign_audit import is_overdue
from financing.subsidies.review.audit_machine import MACHINE
from lifecycle.history import HistoryLine
from pages.links import row_url
from pages.lists import Column, Empty, ListPage
from pages.lists.filters import choice, contains, search
from people.first_people import Invited, invitation_columns, invitations_of, people_in

State = AuditAssignment.State
MOST_SHOWN = 50
STANDING = {True: ("ok", "合作中"), False: ("bad", "已停止合作")}


def _in_use(rows: QuerySet[Organisation], value: str) -> QuerySet[Organisation]:
    return rows.filter(is_active=value == "yes")


class FirmList(ListPage[Organisation]):
    """Audit firms with what each has in hand."""

    key, title, noun, counter = "audit_firms", "审计机构", "审计机构", "家"
    intro = "由市级登记并邀请管理员；停止合作后不能再指派，已报送的结果保留。"
    readers = (Duty.CITY_OFFICER,)
    order = ("name", "id")
    template = "financing/review/firms.html"
    columns = (
        Column("name", "审计机构", fixed=True, long=True,
               link=lambda row: row_url("financing:audit_firm", row.pk)),
        Column("standing", "状态", lambda row: STANDING[row.is_active][1],
               pill=lambda row: STANDING[row.is_active][0]),
        Column("people", "人员", lambda row: row.people or "还没有人接受邀请"),
        Column("offered", "待确认", lambda row: row.has[State.OFFERED], number=True),
        Column("working", "审计中", lambda row: row.has[State.WORKING], number=True),
        Column("late", "其中逾期", lambda row: row.late, number=True),
        Column("filed", "已报送", lambda row: row.has[State.FILED], number=True),
        Column("created_at", "登记时间", hidden=True),
    )  # fmt: skip
    filters = (
        search("机构名称", contains("name")),
        choice("in_use", "状态", [("yes", "合作中"), ("no", "已停止合作")], by=_in_use),
    )
    empty = Empty("还没有审计机构", "登记机构并邀请其管理员，才能把资金申报指派给它审计。",
                  "financing:audit_firm_register", "登记审计机构")  # fmt: skip
    not_found = Empty("没有符合条件的审计机构", "换一个筛选条件，或清空筛选。")

    def rows(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(kind=OrganisationKind.AUDIT_FIRM)

    def prepare(self, rows: list[Any]) -> None:
        """Two queries."""
        firms = [row.pk for row in rows]
        working = Membership.objects.working().filter(organisation__in=firms).order_by()
        people = dict(working.values_list("organisation").annotate(Count("pk")))
        states: Counter[tuple[int, str]] = Counter()
        late: Counter[int] = Counter()
        for one in AuditAssignment.objects.filter(firm__in=firms).only("firm", "state", "due_on"):
            states[one.firm_id, one.state] += 1
            late[one.firm_id] += is_overdue(one)
        for row in rows:
            row.people = people.get(row.pk, 0)
            row.has = {state: states[row.pk, state] for state in State}
            row.late = late[row.pk]


@dataclass(frozen=True)
class FirmFacts:
    """How a firm stands, with the pill's tone, and what there is to see of it."""

    people: list[Membership]
    invitations: list[Invited]
    assignments: list[AuditAssignment]
    in_hand: int
    standing: str
    tone: str
    changes: list[HistoryLine]


def facts_of_firm(firm: Organisation) -> FirmFacts:
    """What the active scope shows of a firm: five queries."""
    rows = AuditAssignment.objects.filter(firm=firm).select_related("organisation")
    people = people_in(firm)
    tone, standing = STANDING[firm.is_active]
    if firm.is_active and not any(one.is_administrator for one in people):
        tone, standing = "wait", "管理员还没有接受邀请"
    return FirmFacts(
        people=people,
        invitations=invitations_of(firm),
        assignments=list(rows.order_by("-id")[:MOST_SHOWN]),
        in_hand=rows.filter(state__in=(State.OFFERED, State.WORKING)).count(),
        standing=standing,
        tone=tone,
        changes=access_history(FirmAccessChange.objects.filter(organisation=firm)),
    )


INVITATIONS = invitation_columns("financing:audit_firm_invite_again")
ASSIGNMENTS: tuple[Column[AuditAssignment], ...] = (
    Column("title", "申报", str, long=True,
           link=lambda row: row_url("financing:claim_review", row.claim_id),
           below=lambda row: row.organisation.name),
    Column("assigned_at", "指派时间", lambda row: timezone.localdate(row.assigned_at)),
    Column("due_on", "报送期限", pill=lambda row: "bad" if is_overdue(row) else ""),
    Column("state", "状态", pill=lambda row: MACHINE.tone_of(row.state)),
)  # fmt: skip
