"""The public list of certified enterprises: only what is valid and public, also as a file."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.duties import Duty
from accounts.tenancy import system_scope
from pages.models import ListExport
from tests.certification.certificates import act, certified

URL = "certification:public"


@pytest.fixture
def certificate(people, own_media):
    return certified(people)


def rows(client, **query):
    answer = client.get(reverse(URL), query)
    assert answer.status_code == 200
    return [row.number for row in answer.context["page"].rows]


def file_of(client):
    answer = client.get(reverse(URL), {"export": "csv", "cols": "all"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


class TestPublicList:
    def test_anybody_reads_what_is_valid(self, client, certificate):
        assert rows(client) == [certificate.number]

    @pytest.mark.parametrize("name", ["suspend", "revoke"])
    def test_what_is_out_of_force_is_not_listed(self, client, people, certificate, name):
        act(people.city, certificate, name)
        assert rows(client) == []

    def test_is_searched_by_name_rung_district_and_year(self, client, certificate):
        year = certificate.issued_on.year
        assert rows(client, q=certificate.holder_name[2:6])
        assert rows(client, kind="certified_product", district=certificate.district_id)
        assert rows(client, year=year)
        assert rows(client, kind="hidden_champion") == []
        assert rows(client, year=year - 1) == []

    def test_nothing_that_is_not_public_is_shown_or_given(self, client, certificate):
        page = client.get(reverse(URL)).content.decode()
        heading, line = file_of(client)
        assert certificate.credit_code not in page and certificate.credit_code not in line
        assert heading == [
            "持证企业", "产品（技术）", "认定类别", "区市", "证书编号", "发证日期", "有效期止",
        ]  # fmt: skip

    def test_file_of_nobody_in_particular_is_not_put_on_record(self, client, certificate):
        file_of(client)
        with system_scope(reason="test"):
            assert not ListExport.objects.exists()

    def test_is_the_same_for_a_reader_of_one_district(
        self, as_actor, signed_in, other_district, certificate
    ):
        reader = signed_in(as_actor(Duty.DISTRICT_REVIEWER, district=other_district))
        assert rows(reader, district=certificate.district_id) == [certificate.number]

    def test_files_are_not_taken_too_often(self, client, certificate):
        query = {"export": "csv"}
        answers = [
            client.get(reverse(URL), query, REMOTE_ADDR="10.9.0.1").status_code for _ in range(6)
        ]
        assert answers == [200] * 5 + [429]
