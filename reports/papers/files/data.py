"""A document as the typesetter takes it."""

from reports.papers.document import PaperDocument, PrintedBars, PrintedTable


def bars_data(item: PrintedBars) -> dict[str, object]:
    return {
        "what": "bars",
        "caption": item.caption,
        "source": item.source,
        "bars": [
            {"label": label, "value": value, "text": text, "marked": marked}
            for label, value, text, marked in item.bars
        ],
    }


def table_data(item: PrintedTable) -> dict[str, object]:
    return {
        "what": "table",
        "caption": item.caption,
        "headings": list(item.headings),
        "rows": [list(row) for row in item.rows],
        "numeric": list(item.numeric),
        "shares": list(item.shares),
        "total": item.total,
        "source": item.source,
    }


def document_data(document: PaperDocument) -> dict[str, object]:
    day = document.dated
    return {
        "name": document.name,
        "masthead": document.masthead,
        "issue": document.issue,
        "issuer": document.issuer,
        "day": document.dated_in_words,
        "date": [day.year, day.month, day.day],
        "title": list(document.title),
        "headings": [
            {
                "title": one.title,
                "paragraphs": list(one.paragraphs),
                "remark": one.remark,
                "items": [
                    bars_data(item) if isinstance(item, PrintedBars) else table_data(item)
                    for item in one.items
                ],
            }
            for one in document.headings
        ],
    }
