"""The auditor's home: signs of trouble, what was read, and where to ask."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.duties import Duty
from accounts.models import OutboxMessage
from accounts.tasks import check_seals
from accounts.tenancy import Actor, acting_as, system_scope
from audit.models import Seal, SealCheck
from audit.trail import record_export, record_read, record_sign_in
from enterprises.models import Enterprise
from pages.lists.export import record_list_export
from people import trail_signs
from tests.enterprises.entries import entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(as_actor: Callable[..., Actor]) -> Actor:
    return as_actor(Duty.AUDITOR)


@pytest.fixture(autouse=True)
def entries_of_the_test_database_are_not_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is used again has unsealed entries from when it was made."""
    monkeypatch.setattr(trail_signs, "LATEST_SEAL", timedelta(days=365))


@pytest.fixture
def home(auditor: Actor, signed_in: Callable[..., Client]) -> Callable[[], str]:
    client = signed_in(auditor)
    return lambda: client.get("/home/").content.decode()


@pytest.fixture
def broken_seal(db: None) -> Seal:
    """One that does not agree with the entries that it covers."""
    with system_scope(reason="test"):
        return Seal.objects.create(after_xid=0, up_to_xid=1, entry_count=5, hash="0" * 64)


def checked() -> SealCheck:
    with system_scope(reason="test"):
        return SealCheck.objects.create(seal_count=3, broken_ids=[])


def test_home_without_trouble_says_so(home: Callable[[], str]) -> None:
    checked()
    page = home()
    assert "没有异常迹象" in page and "需要查看" not in page
    assert "3 个封存" in page


def test_check_that_finds_a_broken_seal_is_on_the_home_and_told(
    home: Callable[[], str], auditor: Actor, broken_seal: Seal
) -> None:
    assert check_seals() == 1
    page = home()
    assert "上次核对有 1 个封存与审计记录不符" in page
    assert f"{reverse('people:trail')}?check=1" in page
    with system_scope(reason="test"):
        assert SealCheck.objects.get().broken_ids == [broken_seal.pk]
        (told,) = OutboxMessage.objects.filter(topic="accounts.notify")
    assert told.payload["recipient_id"] == auditor.user_id


def test_check_that_finds_nothing_is_kept_and_tells_nobody(auditor: Actor) -> None:
    assert check_seals() == 0
    with system_scope(reason="test"):
        check = SealCheck.objects.get()
        assert not OutboxMessage.objects.filter(topic="accounts.notify").exists()
    assert (check.seal_count, check.broken_ids) == (0, [])


@pytest.mark.parametrize("was_checked", [True, False])
def test_seals_that_were_not_checked_in_time_are_a_sign_of_trouble(
    home: Callable[[], str], broken_seal: Seal, was_checked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if was_checked:
        checked()
    assert "没有异常迹象" in home()
    monkeypatch.setattr(trail_signs, "LATEST_CHECK", timedelta(0))
    assert "没有核对" in home()


def test_sealing_that_stopped_is_a_sign_of_trouble(
    home: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "没有异常迹象" in home()
    monkeypatch.setattr(trail_signs, "LATEST_SEAL", timedelta(0))
    assert "审计记录的封存停止了" in home()


def test_sign_ins_that_were_locked_are_a_sign_of_trouble(home: Callable[[], str]) -> None:
    with system_scope(reason="test"):
        for kind in ("failed", "failed", "locked"):
            record_sign_in(kind, user_id=None, account="wangfang", ip="10.6.6.6", device="")
    page = home()
    assert "昨天以来有 1 次登录因尝试过多被暂停" in page
    assert "account=wangfang&amp;ip=10.6.6.6" in page


def test_export_is_one_row_of_the_latest_reads(
    auditor: Actor, as_actor: Callable[..., Actor]
) -> None:
    first, second = entry(7, name="青岛甲仪器有限公司"), entry(8, name="青岛乙仪器有限公司")
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        everybody = Enterprise.objects.filter(pk__in=[first.pk, second.pk])
        record_export(officer, "enterprise", everybody, "导出企业名录：联系电话")
    with acting_as(auditor):
        (row,) = trail_signs.latest_reads(8)
    assert (row.reader_name, row.number) == (officer.user_name, 2)


def test_reads_exports_and_the_greatest_reader_are_on_the_home(
    home: Callable[[], str], as_actor: Callable[..., Actor]
) -> None:
    read = entry(7, name="青岛被查仪器有限公司")
    officer = as_actor(Duty.CITY_OFFICER)
    with acting_as(officer):
        record_read(officer, "enterprise", read.pk, read.pk, "年度数据")
        record_list_export(officer, "registry", "企业名录", "", (), "xlsx")
    page = home()
    assert "青岛被查仪器有限公司" in page and "年度数据" in page
    assert "企业名录" in page
    assert page.count(officer.user_name) >= 3


@pytest.mark.parametrize("address", ["people:trail", "people:audited_reads"])
def test_search_of_the_home_leads_to_a_filtered_list(
    address: str, auditor: Actor, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(auditor)
    assert reverse(address) in client.get("/home/").content.decode()
    for query in ({"organisation": "被查仪器"}, {"who": "王芳"}, {"who": ""}):
        assert client.get(reverse(address), query).status_code == 200


def test_home_asks_the_same_of_few_and_of_many(
    auditor: Actor, as_actor: Callable[..., Actor], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(auditor)
    reader = as_actor(Duty.CITY_OFFICER)

    def read_by(number: int) -> None:
        holder = entry(number, name=f"青岛第{number}仪器有限公司")
        with acting_as(reader):
            record_read(reader, "enterprise", holder.pk, holder.pk, f"年度数据{number}")
            record_list_export(reader, "registry", "企业名录", "", (), "xlsx")

    read_by(11)
    client.get("/home/")
    with CaptureQueriesContext(connection) as few:
        client.get("/home/")
    for number in range(12, 17):
        read_by(number)
    with CaptureQueriesContext(connection) as many:
        client.get("/home/")
    assert len(many) == len(few)
