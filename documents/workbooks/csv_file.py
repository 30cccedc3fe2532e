"""Reading a list that came as CSV."""

import csv
import io
from collections.abc import Iterator

from accounts.errors import RuleViolation

MOST_ROWS = 50_000
LONGEST_FIELD = 20_000


def read_csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file with their numbers, the headings first (number 1).

    Takes UTF-8 with or without a mark at the beginning, and GB 18030 as Excel in China writes.
    Raises `RuleViolation` for what is no text or has more than 50,000 records.
    """
    if b"\x00" in data[:4096]:
        raise RuleViolation("这不是 CSV 文件。请上传 CSV 或 Excel（xlsx）文件。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise RuleViolation("无法识别文件的文字编码。请另存为 UTF-8 编码的 CSV。") from error
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for number, record in enumerate(reader, start=1):
            if number > MOST_ROWS + 1:
                raise RuleViolation(f"文件超过 {MOST_ROWS:,} 行，请拆分后再上传。")
            yield number, record
    except csv.Error as error:
        raise RuleViolation("文件不是完整的 CSV，请检查引号是否成对。") from error
