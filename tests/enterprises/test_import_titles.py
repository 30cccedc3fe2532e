"""Bringing in published lists of titles."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.errors import NotPermitted, RuleViolation
from accounts.tenancy import acting_as, system_scope
from enterprises.actions.rename_enterprise import take_new_name
from enterprises.imports.decide_doubtful import decide_doubtful
from enterprises.models import Enterprise, ImportBatch, ImportRow, PublishedTitle
from tests.enterprises import imports
from tests.enterprises.imports import enterprise

pytestmark = pytest.mark.usefixtures("own_media")
TOTALS = Path(__file__).parent / "data" / "totals-row.csv"
LIST = Path(__file__).parent / "data" / "published-titles.csv"
HEADINGS = ["企业名称", "称号", "区市", "来源"]


@pytest.fixture
def city(as_actor):
    return as_actor(Duty.CITY_OFFICER)


def csv_bytes(*rows, encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode(encoding)


def bring_in(actor, data, name="list.csv"):
    return imports.bring_in(actor, data, name, ImportBatch.Kind.TITLES)


def titles():
    with system_scope(reason="test"):
        return list(PublishedTitle.objects.select_related("organisation").order_by("id"))


def test_real_list_becomes_unclaimed_entries_with_their_titles(city):
    batch = bring_in(city, LIST.read_bytes())
    assert (batch.rows_total, batch.rows_new, batch.rows_wrong) == (16, 16, 0)
    with system_scope(reason="test"):
        found = Enterprise.objects.get(name="青岛丰光精密机械股份有限公司")
        assert (found.registration_state, found.credit_code) == ("unclaimed", None)
        assert found.district.short_name == "胶州市"
        assert [
            t.title for t in PublishedTitle.objects.filter(organisation=found.pk).order_by("id")
        ] == [
            '青岛市"专精特新"示范企业',
            "省企业技术中心",
            "北交所首批",
        ]
        assert Enterprise.objects.get(name="赛轮集团").district.code == "370200"
        without_title = PublishedTitle.objects.get(published_name="青岛三祥科技股份有限公司")
        assert without_title.title == ""


def test_same_list_again_changes_nothing(city):
    bring_in(city, LIST.read_bytes())
    before = len(titles())
    again = bring_in(city, LIST.read_bytes())
    assert (again.rows_unchanged, again.rows_new, again.rows_changed) == (16, 0, 0)
    assert len(titles()) == before
    with system_scope(reason="test"):
        assert Enterprise.objects.count() == 16


def test_known_name_gets_the_title_whatever_its_brackets(city):
    known = enterprise("致真精密仪器（青岛）有限公司", "91370212MA3C000000")
    bring_in(city, csv_bytes(["致真精密仪器(青岛)有限公司", "高新技术企业", "", "某网"]))
    (title,) = titles()
    assert (title.organisation_id, title.match_state) == (known.pk, "matched")


def test_similar_name_waits_for_a_person(city):
    known = enterprise("青岛明月海藻集团有限公司", "91370211MA3C000000", "370211")
    batch = bring_in(city, csv_bytes(["青岛明月海藻集团", "领军标杆", "", ""]))
    assert (batch.rows_doubtful, len(titles())) == (1, 0)
    with acting_as(city):
        row = ImportRow.objects.get(batch=batch)
        assert [c["id"] for c in row.candidates] == [known.pk]
        decide_doubtful(city, batch.pk, row.pk, "same", known.pk)
        decide_doubtful(city, batch.pk, row.pk, "new")
    (title,) = titles()
    assert title.organisation_id == known.pk


def test_doubtful_list_again_asks_no_second_time(city):
    enterprise("青岛明月海藻集团有限公司", "91370211MA3C000000", "370211")
    data = csv_bytes(["青岛明月海藻集团", "领军标杆", "", ""])
    bring_in(city, data)
    assert bring_in(city, data).rows_unchanged == 1


def test_name_once_decided_is_known_for_the_next_list(city):
    known = enterprise("青岛明月海藻集团有限公司", "91370211MA3C000000", "370211")
    batch = bring_in(city, csv_bytes(["青岛明月海藻集团", "领军标杆", "", ""]))
    with acting_as(city):
        decide_doubtful(city, batch.pk, ImportRow.objects.get(batch=batch).pk, "same", known.pk)
    bring_in(city, csv_bytes(["青岛明月海藻集团", "单项冠军", "", ""]))
    assert [t.organisation_id for t in titles()] == [known.pk, known.pk]


def test_doubtful_name_can_become_a_new_entry_or_be_dropped(city):
    enterprise("青岛海佳机械有限公司", "91370211MA3C000000", "370211")
    rows = ["青岛海佳机械厂", "甲", "", ""], ["青岛海佳机械公司", "乙", "", ""]
    batch = bring_in(city, csv_bytes(*rows))
    assert batch.rows_doubtful == 2
    with acting_as(city):
        first, second = ImportRow.objects.filter(batch=batch).order_by("number")
        decide_doubtful(city, batch.pk, first.pk, "new")
        decide_doubtful(city, batch.pk, second.pk, "dropped")
    (title,) = titles()
    assert (title.published_name, title.match_state) == ("青岛海佳机械厂", "unclaimed")


def test_only_a_candidate_may_be_chosen(city):
    enterprise("青岛明月海藻集团有限公司", "91370211MA3C000000", "370211")
    other = enterprise("青岛别家有限公司", "91370211MA3C000001", "370211")
    batch = bring_in(city, csv_bytes(["青岛明月海藻集团", "领军标杆", "", ""]))
    with acting_as(city):
        row = ImportRow.objects.get(batch=batch)
        with pytest.raises(RuleViolation):
            decide_doubtful(city, batch.pk, row.pk, "same", other.pk)


def test_district_brings_in_its_own_enterprises_only(as_actor, district, other_district):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    enterprise("青岛远方有限公司", "91370214MA3C000000", other_district.code)
    batch = bring_in(
        reviewer,
        csv_bytes(
            ["青岛本地有限公司", "甲", district.short_name, ""],
            ["青岛外地有限公司", "甲", other_district.short_name, ""],
            ["青岛远方有限公司", "甲", "", ""],
        ),
    )
    assert (batch.rows_new, batch.rows_wrong) == (1, 2)
    with system_scope(reason="test"):
        assert Enterprise.objects.get(name="青岛本地有限公司").district_id == district.pk


def test_name_without_a_district_belongs_to_none_whoever_brings_it(as_actor, district):
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    batch = bring_in(reviewer, csv_bytes(["青岛不明有限公司", "甲", "", ""]))
    assert (batch.rows_new, batch.result) == (1, {"created": 1})
    with system_scope(reason="test"):
        found = Enterprise.objects.get(name="青岛不明有限公司")
        assert (found.district.code, found.registration_state) == ("370200", "unclaimed")
    assert [title.organisation_id for title in titles()] == [found.pk]


def test_district_adds_a_title_to_an_entry_whose_district_nobody_knows(city, as_actor, district):
    bring_in(city, csv_bytes(["青岛不明有限公司", "甲", "", ""]))
    reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    batch = bring_in(reviewer, csv_bytes(["青岛不明有限公司", "乙", "", ""]))
    assert batch.result == {"updated": 1}
    assert [title.title for title in titles()] == ["甲", "乙"]


def test_totals_row_is_no_enterprise(city):
    batch = bring_in(city, TOTALS.read_bytes())
    assert (batch.rows_new, batch.rows_wrong) == (1, 1)
    assert "合计" in batch.problems[0]["reason"]


def test_name_of_fewer_than_four_characters_is_wrong(city):
    batch = bring_in(city, csv_bytes(["2家", "甲", "", ""]))
    assert (batch.rows_new, batch.rows_wrong) == (0, 1)


def test_others_may_not_decide(city, as_actor):
    enterprise("青岛明月海藻集团有限公司", "91370211MA3C000000", "370211")
    batch = bring_in(city, csv_bytes(["青岛明月海藻集团", "领军标杆", "", ""]))
    with acting_as(city):
        row = ImportRow.objects.get(batch=batch)
    sme, reviewer = as_actor(Duty.ENTERPRISE_STAFF), as_actor(Duty.DISTRICT_REVIEWER)
    with acting_as(sme), pytest.raises(NotPermitted):
        decide_doubtful(sme, batch.pk, row.pk, "dropped")
    with acting_as(reviewer), pytest.raises(ImportRow.DoesNotExist):
        decide_doubtful(reviewer, batch.pk, row.pk, "dropped")


def test_list_in_the_older_chinese_encoding_is_read(city):
    batch = bring_in(city, csv_bytes(["青岛国标有限公司", "甲", "", ""], encoding="gb18030"))
    assert batch.rows_new == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b"\x00\x01\x02", "不是 CSV"),
        ("名字,称号\n甲,乙\n".encode(), "缺少列：企业名称"),
        (csv_bytes(), "没有数据行"),
    ],
)
def test_unreadable_list_is_refused_with_a_reason(city, data, said):
    batch = bring_in(city, data)
    assert batch.state == ImportBatch.State.REFUSED
    assert said in batch.refusal


def test_two_lines_of_one_new_name_make_one_entry(city):
    batch = bring_in(
        city, csv_bytes(["青岛双称有限公司", "甲", "", "一"], ["青岛双称有限公司", "乙", "", "二"])
    )
    assert batch.rows_new == 2
    assert len({t.organisation_id for t in titles()}) == 1
    assert len(titles()) == 2


class TestFormerNames:
    """A list may have been published before its enterprises were renamed."""

    OLD, NEW = "青岛海纳精密有限公司", "青岛蓝图智能装备股份有限公司"

    def renamed(self, old=OLD, new=NEW, number=1, district="370212"):
        known = enterprise(old, imports.code(number), district)
        with system_scope(reason="test"):
            return take_new_name(
                known.pk, new, since=date(2026, 3, 1), document_number="青登变〔2026〕1 号"
            )

    def row(self, batch):
        with system_scope(reason="test"):
            return ImportRow.objects.get(batch=batch)

    def test_enterprise_is_known_by_its_former_name(self, city):
        known = self.renamed()
        batch = bring_in(city, csv_bytes(["青岛海纳精密有限公司", "高新技术企业", "", "某网"]))
        (title,) = titles()
        assert (title.organisation_id, title.match_state) == (known.pk, "matched")
        assert (batch.rows_changed, batch.rows_new) == (1, 0)
        assert self.row(batch).values["name_note"] == "名单中是 2026-03-01 变更前的名称"
        with system_scope(reason="test"):
            assert Enterprise.objects.count() == 1

    def test_name_that_another_enterprise_has_now_is_asked_about(self, city):
        known, other = self.renamed(), enterprise(self.OLD, imports.code(2))
        batch = bring_in(city, csv_bytes([self.OLD, "高新技术企业", "", "某网"]))
        assert batch.rows_doubtful == 1 and titles() == []
        row = self.row(batch)
        assert {one["id"]: one["former"] for one in row.candidates} == {
            known.pk: f"{self.OLD}（2026-03-01 更名）", other.pk: "",
        }  # fmt: skip
        with acting_as(city):
            decide_doubtful(city, batch.pk, row.pk, "same", known.pk)
        assert [title.organisation_id for title in titles()] == [known.pk]

    def test_name_that_two_enterprises_had_is_asked_about(self, city):
        both = {
            self.renamed().pk,
            self.renamed(new="青岛甲乙丙机械有限公司", number=2).pk,
        }
        batch = bring_in(city, csv_bytes([self.OLD, "高新技术企业", "", "某网"]))
        assert {one["id"] for one in self.row(batch).candidates} == both

    def test_former_name_in_another_legal_form_is_asked_about(self, city):
        known = self.renamed()
        listed = "青岛海纳精密股份有限公司"
        batch = bring_in(city, csv_bytes([listed, "高新技术企业", "", "某网"]))
        (candidate,) = self.row(batch).candidates
        assert (candidate["id"], candidate["name"]) == (known.pk, self.NEW)

    def test_name_tied_to_an_enterprise_before_it_was_given_to_another_is_asked_about(self, city):
        known = enterprise(self.OLD, imports.code(1))
        bring_in(city, csv_bytes([self.OLD, "高新技术企业", "", "某网"]))
        with system_scope(reason="test"):
            take_new_name(known.pk, self.NEW, since=date(2026, 3, 1), document_number="")
        bring_in(city, csv_bytes([self.OLD, "省企业技术中心", "", "某网"]))
        assert [one.organisation_id for one in titles()] == [known.pk, known.pk]
        other = enterprise(self.OLD, imports.code(2))
        batch = bring_in(city, csv_bytes([self.OLD, "瞪羚企业", "", "某网"]))
        assert {one["id"] for one in self.row(batch).candidates} == {known.pk, other.pk}

    def test_former_name_of_an_enterprise_elsewhere_is_left_to_the_city(self, as_actor, district):
        self.renamed(district="370211")
        reviewer = as_actor(Duty.DISTRICT_REVIEWER, district=district)
        batch = bring_in(reviewer, csv_bytes([self.OLD, "高新技术企业", "", "某网"]))
        assert batch.rows_wrong == 1 and titles() == []

    def test_former_name_stands_beside_its_candidate(self, city, signed_in):
        self.renamed()
        enterprise(self.OLD, imports.code(2))
        batch = bring_in(city, csv_bytes([self.OLD, "高新技术企业", "", "某网"]))
        page = signed_in(city).get(reverse("enterprises:import_doubtful", args=[batch.pk]))
        assert f"{self.OLD}（2026-03-01 更名）" in page.content.decode()
