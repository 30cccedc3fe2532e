"""Reading what pages of tests answer."""

import re
from html import unescape
from io import BytesIO

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook


def sheet(response: HttpResponse) -> list[list[object]]:
    """The rows of a workbook that was streamed, with its headings."""
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def queries(client: Client, address: str) -> int:
    """How many queries a page takes, once whatever is kept between requests is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def tick_on(response: HttpResponse) -> str:
    """What the tick 数字已核对无误 of a page sends: the figures that it was shown with."""
    tag = next(one for one in re.findall(r"<input[^>]*>", response.content.decode())
               if 'name="is_checked"' in one)  # fmt: skip
    found = re.search(r'value="([^"]*)"', tag)
    assert found is not None
    return unescape(found.group(1))
