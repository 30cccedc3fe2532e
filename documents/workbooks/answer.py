"""A workbook as the answer to a request."""

from collections.abc import Callable, Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone

from accounts.tenancy import Actor, scoped_stream
from documents.workbooks.export import XLSX


def workbook_answer(
    actor: Actor, name: str, workbook: Callable[[], Iterator[bytes]]
) -> StreamingHttpResponse:
    """A download called `name` and today's date (local), sent while `workbook` yields its bytes.

    `workbook` is called in the actor's scope and a transaction of the stream's own: its querysets
    are to be made inside it, for a queryset takes its scope when it is made.
    """
    answer = StreamingHttpResponse(scoped_stream(actor, workbook), content_type=XLSX)
    file_name = f"{name}-{timezone.localdate():%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
