"""What is stored beside a name: its matching key and its pinyin for sorting."""

from pypinyin import Style, lazy_pinyin, load_phrases_dict

from enterprises.rules.name_matching import match_key

LONGEST_PINYIN = 400
# Words of names that the library reads as another word, or by their characters.
load_phrases_dict(
    {
        "朝阳": [["cháo"], ["yáng"]],
        "单县": [["shàn"], ["xiàn"]],
        "乐陵": [["lào"], ["líng"]],
    }
)


def name_fields(name: str) -> dict[str, str]:
    """`name_key` and `name_pinyin` of an enterprise called `name`."""
    # The whole name: 重庆, 长城 and 厦门 are read as words, not by their characters.
    pinyin = " ".join(lazy_pinyin(name.lower(), style=Style.NORMAL))
    return {"name_key": match_key(name), "name_pinyin": pinyin[:LONGEST_PINYIN]}
