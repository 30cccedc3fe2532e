"""The trail as a workbook, for the city's auditor."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.duties import Duty
from accounts.models import User
from accounts.requests import ActorRequest
from accounts.trail_words import column_word, reason_word, table_word, value_word
from accounts.views.access import for_duties
from audit.models import TrailEntry
from documents.workbooks.answer import workbook_answer
from documents.workbooks.export import MOST_ROWS, stream_workbook
from people.filters import TrailFilter

HEADINGS = ("时间", "人员", "系统操作", "来源地址", "操作", "对象", "对象编号", "变更")
CHUNK = 1000
LONGEST_CELL = 32_000


@for_duties(Duty.AUDITOR)
@require_GET
def export(request: ActorRequest) -> StreamingHttpResponse:
    """The filtered entries, newest first, sent while they are read; at most a sheet's rows."""

    def workbook() -> Iterator[bytes]:
        # Built here, inside the stream's own scope: a queryset takes its scope when it is made.
        filters = TrailFilter(request.GET, queryset=TrailEntry.objects.all())
        rows = filters.qs.order_by("-id")[: MOST_ROWS - 1].iterator(CHUNK)
        return stream_workbook("审计记录", HEADINGS, _lines(rows), widths=[20, 14, 20, 18])

    return workbook_answer(request.actor, "trail", workbook)


def _lines(rows: Iterator[TrailEntry]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, CHUNK)):
        people = User.objects.in_bulk({row.user_id for row in chunk if row.user_id})
        for row in chunk:
            changes = "；".join(
                f"{column_word(row.table_name, name)}：{value_word(value)}"
                for name, value in row.changes.items()
            )
            yield [
                f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
                str(people.get(row.user_id) or "平台"),
                reason_word(row.scope_reason),
                row.ip or "",
                row.get_operation_display(),
                table_word(row.table_name),
                row.object_id,
                changes[:LONGEST_CELL],
            ]
