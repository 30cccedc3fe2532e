"""The history of a record, and values in words."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.duties import Duty
from accounts.tenancy import acting_as
from pages.history import history_of
from pages.records.actions import save_record
from pages.records.form_fields import TagsField, form_field, split_words
from pages.words import from_json, label_and_unit, pair, value_word
from services.records import PolicyRecord
from tests.pages.test_records import LIST, page_of
from tests.services.test_policies import policy


@pytest.fixture
def officer(as_actor):
    return as_actor(Duty.CITY_OFFICER)


class TestHistory:
    def test_changes_are_told_in_words(self, officer, district):
        row = policy(1)
        with acting_as(officer):
            save_record(
                officer, PolicyRecord,
                {"level": "district", "district": district, "sizes": ["small", "micro"],
                 "valid_to": date(2030, 5, 1)},
                pk=row.pk,
            )  # fmt: skip
            newest, oldest = history_of(row)
        assert (newest.who, newest.what, oldest.what) == (officer.user_name, "修改", "新建")
        assert {(one.label, one.old, one.new) for one in newest.changes} == {
            ("级别", "市", "区市"), ("区市", "（空）", "崂山区"),
            ("适用规模", "（空）", "小型、微型"), ("失效日期", "（空）", "2030-05-01"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("duty", "seen"),
        [(Duty.CITY_OFFICER, True), (Duty.AUDITOR, True), (Duty.LEADER, False),
         (Duty.BANK_OFFICER, False)],
    )  # fmt: skip
    def test_editors_and_auditors_see_it(self, signed_in, as_actor, duty, seen):
        row = policy(1)
        answer = signed_in(as_actor(duty)).get(f"{LIST}{row.pk}/")
        assert (answer.context["history"] is not None) == seen
        assert ("修改记录" in page_of(answer)) == seen

    def test_long_texts_are_cut_around_the_difference(self):
        old, new = pair("同" * 200 + "旧" + "尾" * 90, "同" * 200 + "新" + "尾" * 90)
        assert "旧" in old and "新" in new and len(old) < 70 and old.startswith("…")


class TestWords:
    def test_unit_stands_apart_from_the_name_of_a_number(self):
        amount = models.DecimalField("金额（万元）", max_digits=9, decimal_places=2)
        assert label_and_unit(amount) == ("金额", "万元")
        assert label_and_unit(models.CharField("名称（全称）")) == ("名称（全称）", "")
        made = form_field(amount)
        assert (made.label, made.unit) == ("金额", "万元")

    @pytest.mark.parametrize(
        ("field", "value", "word"),
        [
            (models.BooleanField(), True, "是"),
            (models.DateField(), date(2026, 1, 2), "2026-01-02"),
            (models.DecimalField(max_digits=9, decimal_places=4), Decimal("1200.5000"), "1,200.5"),
            (models.CharField(choices=[("a", "甲")]), "a", "甲"),
            (models.CharField(choices=[("a", "甲")]), "gone", "gone"),
            (
                ArrayField(models.CharField(choices=[("a", "甲"), ("b", "乙")])),
                ["b", "a"],
                "乙、甲",
            ),
            (models.TextField(), "", ""),
            (models.IntegerField(), 0, "0"),
        ],
    )
    def test_value_in_words(self, field, value, word):
        assert value_word(field, value) == word

    @pytest.mark.parametrize(
        ("field", "raw", "value"),
        [
            (models.DateField(), "2026-01-02", date(2026, 1, 2)),
            (models.DecimalField(max_digits=9, decimal_places=2), 1.1, Decimal("1.1")),
            (models.IntegerField(), "gone", "gone"),
            (ArrayField(models.CharField()), ["a"], ["a"]),
        ],
    )
    def test_value_of_the_trail_is_read_back(self, field, raw, value):
        assert from_json(field, raw) == value

    def test_words_of_a_line_are_told_apart(self):
        assert split_words(" 融资、技改，融资;研发 \n 用 地 ") == ["融资", "技改", "研发", "用 地"]

    def test_tags_come_back_as_they_were_typed(self):
        field = TagsField(item_field=models.CharField(max_length=4))
        assert field.prepare_value(["甲", "乙"]) == "甲、乙"

    def test_moment_yes_or_no_and_number_have_their_widgets(self):
        assert form_field(models.DateTimeField("时间")).widget.input_type == "datetime-local"
        assert form_field(models.IntegerField("人数（人）")).widget.attrs["inputmode"] == "numeric"
        maybe = form_field(models.BooleanField("是否", null=True))
        assert isinstance(maybe.widget, forms.NullBooleanSelect)
