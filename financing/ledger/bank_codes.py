"""Banks by the first three digits of the number of their branches (联行号, CNAPS).

Twelve digits: class of bank, place, branch, check digit. What is checkable is checked: the length
and the class; the check digit's rule is not published, so it is left to the second person.
Source: domain facts A9 (†); the classes are those in common use in the payment system.
"""

BANKS = {
    "102": "中国工商银行",
    "103": "中国农业银行",
    "104": "中国银行",
    "105": "中国建设银行",
    "301": "交通银行",
    "302": "中信银行",
    "303": "中国光大银行",
    "304": "华夏银行",
    "305": "中国民生银行",
    "306": "广发银行",
    "307": "平安银行",
    "308": "招商银行",
    "309": "兴业银行",
    "310": "上海浦东发展银行",
    "313": "城市商业银行（青岛银行等）",
    "314": "农村商业银行（青岛农商银行等）",
    "315": "恒丰银行",
    "316": "浙商银行",
    "318": "渤海银行",
    "320": "村镇银行",
    "402": "农村信用社",
    "403": "中国邮政储蓄银行",
}
CNAPS_LENGTH = 12


def bank_name(code: str) -> str:
    return BANKS.get(code, code)


def wrong_cnaps(cnaps: str, bank: str) -> str:
    """What is wrong with the number of a branch of a bank; "" for nothing that can be seen."""
    if len(cnaps) != CNAPS_LENGTH or not cnaps.isascii() or not cnaps.isdigit():
        return "联行号是 12 位数字，可在开户许可证、回单或银行网点查到。"
    if cnaps[:3] != bank:
        known = BANKS.get(cnaps[:3])
        told = f"是{known}的" if known else "不是常见银行的"
        return f"联行号与开户银行不一致：前三位 {cnaps[:3]} {told}，您选的是{bank_name(bank)}。"
    return ""


def wrong_number(number: str) -> str:
    """What is wrong with the number of a company's account; "" for nothing that can be seen.

    Companies' numbers have no common check digit; those of bank cards have (Luhn), and money is
    never paid to a person's card.
    """
    if not number.isascii() or not number.isdigit() or not 8 <= len(number) <= 30:
        return "账号是 8 到 30 位数字，请去掉空格和横线。"
    if len(number) in (16, 19) and number.startswith("62") and _passes_luhn(number):
        return "这像是个人银行卡号。资金只支付到企业的对公账户，请核对。"
    return ""


def _passes_luhn(number: str) -> bool:
    digits = [int(one) for one in reversed(number)]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
