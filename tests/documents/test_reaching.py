"""Words that say how a person can be reached, and words that do not."""

import pytest

from documents.written.reaching import says_how_to_reach


@pytest.mark.parametrize(
    "text",
    [
        "13800000000", "手机：１３８０００００００１（晚上）", "0532-55500000转8001",
        "a.b@example.com",
        "邮箱 objector@example.com，电话同上", "电话0532 55500000",
    ],
)  # fmt: skip
def test_number_or_address_anywhere_will_do(text):
    assert says_how_to_reach(text)


@pytest.mark.parametrize("text", ["", "无", "微信联系", "12345", "1380000000", "张三@", "-" * 5000])
def test_other_words_do_not(text):
    assert not says_how_to_reach(text)
