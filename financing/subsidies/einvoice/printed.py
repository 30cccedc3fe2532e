"""What a printed electronic invoice says, by the labels of the form: 数电票 and the older
增值税电子普通（专用）发票. Source of the forms: 国家税务总局公告 2024 年第 11 号 (数电票) and
2015 年第 84 号 (增值税电子普通发票).

Where a label and its value are torn apart, what can be nothing else by its shape is taken: the only
number of 20 digits, tax numbers with the right check digit, three amounts one of which is the sum.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from documents.written.text import name as written_name
from enterprises.rules.credit_code import credit_code_problem
from financing.subsidies.einvoice.rows import BETWEEN, Row, Word

_NUMBER = re.compile(r"发\s*票\s*号\s*码\s*:?\s*(\d{20}|\d{8})(?!\d)")
_CODE = re.compile(r"发\s*票\s*代\s*码\s*:?\s*(\d{12}|\d{10})(?!\d)")
_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_ISSUED = re.compile(rf"开\s*票\s*日\s*期\s*:?\s*{_DAY}")
_PARTY = re.compile(r"(?:^|(?<=[\s购买方销售]))名\s*称\s*:\s*")
_TAX_NUMBER = re.compile(r"纳\s*税\s*人\s*识\s*别\s*号\s*:\s*")
_TAX_SHAPE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{15,20}(?![0-9A-Z])")
_AMOUNT = re.compile(r"(-?)\s*¥?\s*(-?\d[\d,]*\.\d{2})(?![\d%])")
_MARKED = re.compile(r"(-?)\s*¥\s*(-?\d[\d,]*\.\d{2})(?!\d)")
_SUM_ROW = re.compile(r"(?<!税)合\s*计(?!\s*\()")
_GROSS = re.compile(r"小\s*写\s*\)?")
_NO_TAX = re.compile(r"\*{1,3}|免税|不征税")
_ITEM = re.compile(r"\*[^*\s]{1,30}\*.+")
_E_NUMBER = re.compile(r"(?<!\d)2[1-9]\d{18}(?!\d)")
_OLDER = re.compile(r"发\s*票\s*代\s*码|校\s*验\s*码")
_OLD_CODE = re.compile(r"(?<!\d)0\d{11}(?!\d)")  # those of 电子普通发票 begin with 0
_OLD_NUMBER = re.compile(r"(?<![0-9A-Z-])\d{8}(?![0-9A-Z])")  # no telephone, no tax number
_VOID = re.compile("作废|红字|红冲|冲红|销项负数")
# What stands beside a name on the form, and is none.
_NO_NAME = re.compile(r"[购买方信息销售密码区备注]{0,3}|.*(识别号|地址|开户|电话|项目|合计).*")
_ENTERPRISE = re.compile(r"[^*:]{4,}(公司|厂|院|所|店|中心|合作社|集团|协会)")


def said_on(rows: Sequence[Row]) -> dict[str, str]:
    """The fields of the invoice as they are written, by the names of `reading.TAGS`, and its kind
    before there were 数电票; those that are not found are left out."""
    text = "\n".join(row.text for row in rows)
    said = {
        **_numbers(text),
        "invoiced_on": _issued(text),
        **_parties(rows, text),
        **_sums(rows, text),
        **_item(rows),
        "invoice_kind": "plain" if "普通发票" in text else "vat",
        "state": found[0] if (found := _VOID.search(text)) else "",
    }
    return {key: value for key, value in said.items() if value}


def invoices_on(rows: Sequence[Row]) -> int:
    """How many invoices the pages are of, by the first number on each."""
    pages: dict[int, str] = {}
    for row in rows:
        if found := _NUMBER.search(row.text):
            pages.setdefault(row.page, found[1])
    return len(set(pages.values()))


def _numbers(text: str) -> dict[str, str]:
    code, number = _first(_CODE, text), _first(_NUMBER, text)
    if len(number) == 20 or (code and number):
        return {"invoice_number": number, "invoice_code": "" if len(number) == 20 else code}
    # The older form has a check code of 20 digits, too.
    only = set() if _OLDER.search(text) else set(_E_NUMBER.findall(text))
    if len(only) == 1:
        return {"invoice_number": only.pop()}
    codes, numbers = set(_OLD_CODE.findall(text)), set(_OLD_NUMBER.findall(text))
    code = code or (codes.pop() if len(codes) == 1 else "")
    number = number or (numbers.pop() if len(numbers) == 1 else "")
    return {"invoice_number": number, "invoice_code": code} if code and number else {}


def _first(pattern: re.Pattern[str], text: str) -> str:
    return found[1] if (found := pattern.search(text)) else ""


def _issued(text: str) -> str:
    found = _ISSUED.search(text) or re.search(_DAY, text)
    return "-".join(found.groups()) if found else ""


def _parties(rows: Sequence[Row], text: str) -> dict[str, str]:
    """Names and tax numbers: the buyer's stand before the seller's, beside or above. Of one that
    stands alone without a label nobody can tell whose it is."""
    names = _behind(rows, _PARTY)
    codes = [
        found[0] if (found := _TAX_SHAPE.search(one)) else "" for one in _behind(rows, _TAX_NUMBER)
    ]
    if not any(names):
        shown = [word.text for row in rows for word in row.words]
        names = [one for one in shown if _ENTERPRISE.fullmatch(one)]
        names = names if len(names) > 1 else []
    if not any(codes):
        codes = [one for one in _TAX_SHAPE.findall(text) if not credit_code_problem(one)]
        codes = codes if len(codes) > 1 else []
    names, codes = [*names, "", ""], [*codes, "", ""]
    return {
        "buyer_name": written_name(names[0]), "supplier_name": written_name(names[1]),
        "buyer_code": codes[0], "supplier_code": codes[1],
    }  # fmt: skip


def _behind(rows: Sequence[Row], label: re.Pattern[str]) -> list[str]:
    """What stands behind each `label`, to the next gap; "" where nothing does."""
    found = []
    for row in rows:
        places = list(label.finditer(row.text))
        for number, place in enumerate(places):
            end = places[number + 1].start() if number + 1 < len(places) else len(row.text)
            value = row.text[place.end() : end].split(BETWEEN)[0].strip()
            found.append("" if _NO_NAME.fullmatch(value) else value)
    return found


def _sums(rows: Sequence[Row], text: str) -> dict[str, str]:
    """Amount, tax, and both together."""
    said = {"net": "", "tax": "", "gross": ""}
    for row in rows:  # of several pages the last one has the sum
        if found := _SUM_ROW.search(row.text):
            amounts = _amounts(_AMOUNT, row.text[found.end() :])
            if amounts:
                said["net"], said["tax"] = amounts[0], amounts[1] if len(amounts) > 1 else ""
                if len(amounts) == 1 and _NO_TAX.search(row.text):
                    said["tax"] = "0.00"
        if found := _GROSS.search(row.text):
            amounts = _amounts(_AMOUNT, row.text[found.end() :])
            said["gross"] = amounts[0] if amounts else said["gross"]
    if said["net"] and said["gross"]:
        return said
    return _by_their_sum(_amounts(_MARKED, text)) or said


def _amounts(pattern: re.Pattern[str], text: str) -> list[str]:
    found = ((sign, amount.replace(",", "")) for sign, amount in pattern.findall(text))
    return [f"-{amount.lstrip('-')}" if sign else amount for sign, amount in found]


def _by_their_sum(amounts: list[str]) -> dict[str, str]:
    """The three amounts of which one is the sum of the others, if there are no others."""
    different = sorted({Decimal(one) for one in amounts}, key=abs)[-12:]
    for tax, net, gross in combinations(different, 3):
        if tax + net == gross:
            return {"net": str(net), "tax": str(tax), "gross": str(gross)}
    return {}


def _item(rows: Sequence[Row]) -> dict[str, str]:
    """The first row of goods: what, and which model, by the heads of the columns."""
    heads: dict[str, Word] = {}
    for row in rows:
        for word in row.words:
            if (head := word.text.replace(" ", "")) in ("规格型号", "单位"):
                heads.setdefault(head, word)
        for place, word in enumerate(row.words):
            if not _ITEM.fullmatch(word.text):
                continue
            model = heads.get("规格型号")
            if model is None:
                return {"name": word.text}
            wide = model.right - model.left
            end = heads["单位"].left - wide / 8 if "单位" in heads else model.right + wide
            within = [one.text for one in row.words[place + 1 :]
                      if model.left - wide / 2 <= one.left < end]  # fmt: skip
            return {"name": word.text, "model": within[0] if within else ""}
    return {}
