"""What may stand where the full name of an enterprise is asked for. Pure."""

import re

from documents.workbooks.doubts import is_footer, is_total
from documents.workbooks.headings import plain
from documents.written.text import garbled

SHORTEST_NAME = 4
FULL_NAME = "请填写营业执照上的企业全称"
NO_NAME = f"“{{}}”不像企业名称，{FULL_NAME}"
SEALED = "请去掉企业名称后面的“{}”"
# Names of enterprises are in Chinese characters.
# Source: 企业名称登记管理规定（国务院令第734号）第五条.
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_HEADINGS = {"企业名称", "单位名称", "公司名称", "持证企业", "申报单位", "企业全称"}
_SEAL = re.compile(r"[(（](?:加?盖?公?章|签字?盖?章|签章)[)）]$")
_SEVERAL = re.compile(r"等\d+[家户]")


def name_problem(name: str) -> str:
    """Why `name` is no full name of an enterprise, without a stop; "" if it may be one."""
    if problem := garbled(name):
        return problem
    if sealed := _SEAL.search(name):
        return SEALED.format(sealed[0])
    if plain(name) in _HEADINGS or is_total(name) or is_footer(name):
        return NO_NAME.format(name[:20])
    if len(name) < SHORTEST_NAME:
        return FULL_NAME
    if re.search("[:：]", name) or _SEVERAL.search(name) or not _HAN.search(name):
        return NO_NAME.format(name[:20])
    return ""
