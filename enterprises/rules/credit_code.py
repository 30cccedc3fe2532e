"""The unified social credit code (统一社会信用代码), GB 32100-2015."""

from stdnum.cn import uscc

from documents.written.text import code as written_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def normalise_credit_code(text: str) -> str:
    """`text` without spaces, hyphens and what nobody sees, in half-width capitals."""
    return written_code(text)


def credit_code_problem(code: str) -> str:
    """What is wrong with `code`, in Chinese; "" when it is right."""
    return shape_problem(code) or check_problem(code)


def shape_problem(code: str) -> str:
    """Why `code` can be none that was ever issued. Source: GB 32100-2015 (length, alphabet)."""
    code = normalise_credit_code(code)
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位。"
    wrong = sorted({character for character in code if character not in ALPHABET})
    if wrong:
        return f"统一社会信用代码不能含有“{'、'.join(wrong)}”（不使用字母 I、O、S、V、Z）。"
    if not code[2:8].isdigit():
        return "统一社会信用代码第 3 至 8 位应为数字（登记管理机关行政区划码）。"
    return ""


def check_problem(code: str) -> str:
    """Which check of a well-formed `code` fails. Such codes have been issued: somebody who has
    the licence before them may let one pass, with the reason.

    Source: GB 32100-2015 (check character), GB 11714 for the inner organisation code (characters
    9-17); for codes that were issued with a wrong one, domain facts 4.3.
    """
    code = normalise_credit_code(code)
    if not uscc.is_valid(code):
        return "统一社会信用代码校验位不符，请逐位核对营业执照。"
    if organisation_check(code[8:16]) != code[16]:
        return "统一社会信用代码第 9 至 17 位（主体标识码）校验不符，请逐位核对营业执照。"
    return ""


def organisation_check(body: str) -> str:
    """The check character of the 8 characters of an organisation code. Source: GB 11714."""
    total = sum(
        _ORGANISATION_ALPHABET.index(character) * weight
        for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def complete_credit_code(authority: str, body: str) -> str:
    """A valid code from its 8 leading characters and the 8 of the organisation code."""
    seventeen = f"{authority}{body}{organisation_check(body)}"
    return seventeen + str(uscc.calc_check_digit(seventeen))
