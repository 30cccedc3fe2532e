"""The first administrators: how a portal that knows nobody gets its people."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.duties import Duty
from accounts.models import Membership, Organisation, User
from accounts.outbox import deliver_next
from accounts.tenancy import system_scope
from tests.factories import UserFactory

PASSWORD = "qd-Haier-2026!"
OPERATOR = "platform,高远,gaoyuan@portal.example\n"
pytestmark = pytest.mark.django_db


def appoint(tmp_path: Path, text: str) -> str:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    said = StringIO()
    call_command("first_administrators", file, stdout=said)
    return said.getvalue()


def memberships() -> list[tuple[str, str, bool]]:
    with system_scope(reason="test"):
        rows = Membership.objects.order_by("id").select_related("organisation")
        return [(one.organisation.kind, one.duty, one.is_administrator) for one in rows]


def set_password(address: str) -> Client:
    client = Client()
    form = client.get(address.removeprefix("http://127.0.0.1:8000"), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    return client


def test_list_names_every_public_organisation_of_an_empty_portal() -> None:
    said = StringIO()
    call_command("first_administrators", "--list", stdout=said)
    codes = [row[0] for row in csv.reader(said.getvalue().splitlines())]
    assert codes[:3] == ["city", "leaders", "platform"]
    assert len(codes) == 3 + 11 and "370212" in codes


def test_everybody_named_administers_their_organisation_in_its_duty(tmp_path: Path) -> None:
    appoint(
        tmp_path,
        "city,王静,wangjing@portal.example\nleaders,李明,liming@portal.example\n"
        f"{OPERATOR}370212,张伟,zhangwei@portal.example\n",
    )
    assert memberships() == [
        ("city_bureau", Duty.CITY_OFFICER, True),
        ("leadership_group", Duty.LEADER, True),
        ("platform", Duty.OPERATOR, True),
        ("district_bureau", Duty.DISTRICT_REVIEWER, True),
    ]


def test_link_in_the_mail_sets_the_password_and_home_is_not_empty(
    tmp_path: Path, mailoutbox: list[EmailMessage]
) -> None:
    said = appoint(tmp_path, OPERATOR)
    deliver_next()
    (link,) = re.findall(r"http://\S+", str(mailoutbox[0].body))
    assert link in said and mailoutbox[0].to == ["gaoyuan@portal.example"]
    set_password(link)
    client = Client()
    client.post("/accounts/login/", {"login": "gaoyuan@portal.example", "password": PASSWORD})
    home = client.get("/home/").content.decode()
    assert "平台运维中心" in home and "现在没有需要您处理的事项" not in home
    assert client.get("/people/members/").status_code == 200


def test_file_as_it_was_listed_appoints_those_who_were_filled_in(tmp_path: Path) -> None:
    appoint(
        tmp_path,
        "\ufeffcity,,,青岛市中小企业主管部门\nleaders,李明,liming@portal.example,领导小组\n",
    )
    assert [kind for kind, *_ in memberships()] == ["leadership_group"]


def test_organisation_with_an_administrator_gets_no_second_one(tmp_path: Path) -> None:
    appoint(tmp_path, OPERATOR)
    with pytest.raises(CommandError, match="第 1 行（platform）：已有管理员"):
        appoint(tmp_path, "platform,马宁,maning@portal.example\n")


def test_one_wrong_line_means_that_nobody_is_appointed(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        appoint(tmp_path, f"{OPERATOR}370299,何涛,hetao@portal.example\ncity,何涛,hetao\n")
    assert "第 2 行（370299）：没有这个机构代码" in str(refusal.value)
    assert "第 3 行（city）：邮箱不正确" in str(refusal.value)
    assert memberships() == []


def test_person_with_an_account_keeps_its_password(
    tmp_path: Path, mailoutbox: list[EmailMessage]
) -> None:
    user = UserFactory(email="gaoyuan@portal.example")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    appoint(tmp_path, OPERATOR)
    deliver_next()
    assert "原来的账号" in str(mailoutbox[0].body)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_address_that_nobody_has_verified_appoints_nobody(tmp_path: Path) -> None:
    UserFactory(email="gaoyuan@portal.example")
    with pytest.raises(CommandError, match="还没有验证"):
        appoint(tmp_path, OPERATOR)


def test_inactive_organisation_is_not_listed() -> None:
    with system_scope(reason="test"):
        Organisation.objects.filter(kind="leadership_group").update(is_active=False)
    said = StringIO()
    call_command("first_administrators", "--list", stdout=said)
    assert "leaders" not in said.getvalue()
