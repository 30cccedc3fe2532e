"""四、问题与督办: reviews that are late, as the desks stand when the paper is made."""

from django.db.models import Count, Min
from django.utils import timezone

from accounts.models import District
from pages.paper_sections import (
    Form,
    Gathered,
    Name,
    PaperPart,
    PaperTable,
    Period,
    Place,
    TableColumn,
)
from procedures.batches.working_days import working_days_between
from procedures.cases.due import late
from procedures.models import Application
from procedures.models.application import State

NAMES = (
    Name("编印时", "编印的时刻：待审和超期数截至此时"),
    Name("区市待审数", "在区市审核的申报"),
    Name("区市超期数", "其中超过本阶段期限的"),
    Name("市级待审数", "在市级审核的申报"),
    Name("市级超期数", "其中超过本阶段期限的"),
    Name(
        "超期区市", "有超期申报的区市，多的在前",
        (Name("名称", "区市"), Name("件数", "超期件数"), Name("最久天数", "最久的超期几个工作日")),
        is_list=True,
    ),
)  # fmt: skip


def gather(period: Period) -> Gathered:
    present = Application.objects.filter(deleted_at=None).order_by()
    at_city = present.filter(state=State.CITY_REVIEW)
    desks = {
        district: (waiting, overdue, oldest)
        for district, waiting, overdue, oldest in present.filter(state=State.DISTRICT_REVIEW)
        .values_list("district_id")
        .annotate(
            waiting=Count("pk"),
            overdue=Count("pk", filter=late()),
            oldest=Min("stage_due_on", filter=late()),
        )
    }
    today = timezone.localdate(period.moment)
    places = District.objects.exclude(kind=District.Kind.CITY).order_by("sort")
    names = {
        pk: name for pk, name in places.values_list("pk", "short_name") if desks.get(pk, (0,))[0]
    }
    days = {
        pk: working_days_between(oldest, today) for pk, (_, _, oldest) in desks.items() if oldest
    }
    rows = [
        {"名称": names[pk], "件数": desks[pk][1], "最久天数": days[pk]}
        for pk in sorted(names, key=lambda pk: -desks[pk][1])
        if pk in days
    ]
    local = timezone.localtime(period.moment)
    when = f"{local.month}月{local.day}日{local:%H:%M}"
    values = {
        "编印时": when,
        "区市待审数": sum(one[0] for one in desks.values()),
        "区市超期数": sum(one[1] for one in desks.values()),
        "市级待审数": at_city.count(),
        "市级超期数": at_city.filter(late()).count(),
        "超期区市": rows,
    }
    cells = tuple((name, desks[pk][0], desks[pk][1], days.get(pk)) for pk, name in names.items())
    table = PaperTable(
        "区市审核办理情况（件）",
        (
            TableColumn("区市", share=3),
            TableColumn("待审", Form.COUNT),
            TableColumn("超期", Form.COUNT),
            TableColumn("最久超期（工作日）", Form.COUNT, 4),
        ),
        cells,
        source=f"来源：市专精特新企业培育平台办理记录；数据截至{when}。",
    )
    return Gathered(values, (table,) if cells else ())


PART = PaperPart("backlog", "审核超期", Place.PROBLEMS, NAMES, gather)
