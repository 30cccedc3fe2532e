"""Names are found in traditional characters and by their sound, wherever one searches for them."""

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import acting_as, system_scope
from certification.models import Certificate
from enterprises import querysets
from enterprises.models import Enterprise
from enterprises.name_search import enterprise_has
from enterprises.querysets import found_by
from tests.certification.test_pages import certificate
from tests.enterprises.entries import entry

HAINA = "青岛海纳精密有限公司"


@pytest.fixture(params=[0.0, 1.0], ids=["rare", "common"])
def how_common(request, monkeypatch):
    """Whether the database takes any part for a rare or for a common one."""
    monkeypatch.setattr(querysets, "share_of_names_with", lambda part: request.param)
    monkeypatch.setattr(querysets, "share_of_names_with_sound", lambda sound: request.param)


def found(actor, text):
    with acting_as(actor):
        return sorted(row.name for row in found_by(Enterprise.objects.all(), text))


@pytest.fixture
def city(as_actor, district):
    return as_actor(Duty.CITY_OFFICER)


SPELLINGS = [
    "海纳", "海納精密", "青島海納", "haina", "HaiNa", "hai na", "hainaj", "hnjm", "HNJM", "qdhn",
    "qingdaohaina", "jingmi", "qdhaina", "青岛haina", "青島haina", "海na", "hnajingmi", "qingdhn",
    "青岛 haina",
]  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_finds_the_name(city, how_common, text):
    entry(1, name=HAINA)
    entry(2, name="青岛蓝湾水泵有限公司")
    assert found(city, text) == [HAINA]


@pytest.mark.parametrize(
    "text", ["hn jx", "hainan", "aina", "njmz", "zz", "hn%", "..", "[a-z]*", "蓝湾haina"]
)
def test_other_sounds_do_not(city, how_common, text):
    entry(1, name=HAINA)
    assert found(city, text) == []


@pytest.mark.parametrize("text", ["台湾示例", "臺灣示例", "twsl", "taiwan"])
def test_name_kept_in_traditional_characters_is_found_by_simplified_ones(city, how_common, text):
    entry(1, name="臺灣示例電子有限公司")
    assert found(city, text) == ["臺灣示例電子有限公司"]


def test_sound_goes_over_brackets(city, how_common):
    entry(1, name="海纳（青岛）精密有限公司")
    assert found(city, "hnqdjm") == ["海纳（青岛）精密有限公司"]


def test_words_are_read_as_words(city, how_common):
    entry(1, name="重庆长城示例厂")
    assert found(city, "chongqingchangcheng") == ["重庆长城示例厂"]


def test_letters_of_a_name_and_of_a_code_are_found_beside_sounds(city, how_common):
    entry(1, name="青岛ABB示例有限公司")
    entry(2, name="青岛安邦北有限公司")
    assert found(city, "abb") == ["青岛ABB示例有限公司", "青岛安邦北有限公司"]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("{code} 海纳", True), ("海納 {part}", True), ("{part} hnjm", True), ("{part} {code}", True),
     ("{part} 蓝湾", False), ("海纳 9999ZZ99", False), ("海纳 2026", False)],
)  # fmt: skip
def test_part_of_a_code_may_stand_beside_one_of_a_name(city, how_common, text, is_found):
    row = entry(1, name=HAINA)
    entry(2, name="青岛蓝湾水泵有限公司")
    typed = text.format(code=row.credit_code, part=row.credit_code[8:16].lower())
    assert found(city, typed) == ([HAINA] if is_found else [])
    with acting_as(city):
        in_others = Enterprise.objects.filter(enterprise_has(typed, "pk"))
        assert in_others.count() == is_found


@pytest.mark.parametrize("text", ["haina", "海納", "hnjm"])
def test_sounds_keep_to_the_tenant(as_actor, district, other_district, how_common, text):
    entry(1, name=HAINA, district=other_district.code)
    assert found(as_actor(Duty.DISTRICT_REVIEWER, district=district), text) == []
    assert found(as_actor(Duty.ENTERPRISE_STAFF, district=other_district), text) == []


@pytest.mark.parametrize("text", ["海納", "haina", "hnjm"])
def test_rows_of_other_tables_are_found(as_actor, district, how_common, text):
    holder = as_actor(Duty.ENTERPRISE_STAFF, district=district)
    certificate(holder)
    with system_scope(reason="test"):
        own = Enterprise.objects.get(pk=holder.organisation_id)
        own.name = HAINA
        own.save()
    with acting_as(as_actor(Duty.CITY_OFFICER)):
        assert Certificate.objects.filter(enterprise_has(text)).count() == 1
        assert not Certificate.objects.filter(enterprise_has("蓝湾")).exists()


@pytest.mark.parametrize(
    "page",
    [
        "enterprises:list", "enterprises:pool_members", "certification:listing",
        "certification:issued_list", "certification:titles", "certification:public",
        "procedures:worklist", "financing:entries", "financing:demands", "financing:credits",
        "reports:casebook",
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["青島", "qingdao", "qdhn"])
def test_lists_answer_every_spelling(signed_in, city, how_common, page, text):
    assert signed_in(city).get(reverse(page), {"q": text}).status_code == 200
