"""Invitations, leaving on one's own, and claiming an enterprise that nobody manages any more."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Portal, Visitor
from tests.journeys.newcomers import fill_registration, new_address, sign_up

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]
shapes = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def invite(administrator: Visitor, address: str) -> None:
    desk = administrator.open("/people/members/")
    desk.fill("input[name=name]", "新来的")
    desk.fill("input[name=email]", address)
    desk.click("button:has-text('发出邀请')")
    desk.wait_for_selector(f"text=已向 {address} 发出邀请")
    administrator.check()


def leave(person: Visitor) -> None:
    page = person.open("/people/duties/")
    page.click("button:has-text('退出机构')")
    person.check()
    page.click("dialog[open] button[type=submit]")
    page.wait_for_selector("text=您已退出")


@shapes
def test_newcomer_is_invited_and_leaves_again(
    portal: Portal, visitor: Callable[..., Visitor], phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    head = visitor("sme", phone=phone)
    address = new_address()
    invite(head, address)
    head.shot(f"{shape}-members")

    mail = portal.wait_for_mail(address, "邀请您加入")
    link = re.search(r"https?://\S+(/people/invitations/\S+)", mail.body)
    assert link, mail.body
    newcomer = visitor(phone=phone)
    page = newcomer.open(link[1])
    newcomer.shot(f"{shape}-invitation")
    page.click("main a:has-text('注册')")
    sign_up(newcomer, portal, address=address)
    enterprise = head.page.locator(".top .duty .full").first.inner_text()
    page = newcomer.open("/people/duties/")
    assert enterprise in page.inner_text("main")
    newcomer.shot(f"{shape}-duties")
    leave(newcomer)
    page = newcomer.open("/home/")
    assert "还差一步" in page.inner_text("h1")


@shapes
def test_person_with_a_duty_declines(
    portal: Portal, visitor: Callable[..., Visitor], phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    invite(visitor("sme", phone=phone), "district@demo.example")
    reviewer = visitor("district", phone=phone)
    page = reviewer.open("/people/notifications/")
    page.wait_for_selector("a:has-text('邀请您加入')")
    page.locator("a:has-text('邀请您加入')").first.click()
    page.wait_for_selector("h2:has-text('收到的邀请')")
    page.wait_for_selector("main:has-text('不能再审核这家企业')")
    reviewer.check()
    reviewer.shot(f"{shape}-invitation-received")
    page.click("button:has-text('谢绝')")
    page.wait_for_selector("text=已谢绝")
    page.wait_for_load_state()
    assert page.locator("h2:has-text('收到的邀请')").count() == 0
    portal.wait_for_mail("sme@demo.example", "谢绝了邀请")


@shapes
def test_orphaned_enterprise_is_claimed_with_proof(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path, phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    proof = tmp_path / "授权书.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    owner = visitor(phone=phone)
    sign_up(owner, portal)
    page = owner.open("/enterprises/register/")
    name, code = fill_registration(page)
    page.click("main form button[type=submit]")
    page.wait_for_selector("h1:has-text('确认')")
    leave(owner)

    heir = visitor(phone=phone)
    address = sign_up(heir, portal)
    page = heir.open("/enterprises/register/")
    page.fill("input[name=credit_code]", code)
    page.locator("input[name=credit_code]").blur()
    page.click("#code-check a:has-text('申请管理')")
    page.wait_for_selector("h1:has-text('申请管理')")
    heir.follow("main form button[type=submit]")
    assert page.locator(".field .error").count() >= 2
    heir.check()
    page.fill("input[name=position]", "总经理")
    page.fill("textarea[name=statement]", "原管理员已经离开，由我接管。")
    page.set_input_files("input[name=proof]", str(proof))
    heir.shot(f"{shape}-claim")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile("/claims/|/mine"))
    heir.check()
    heir.shot(f"{shape}-my-claims")

    clerk = visitor("district", phone=phone)
    desk = clerk.open("/enterprises/queue/")
    desk.click(f"a:has-text('{name}的认领')")
    desk.wait_for_selector("h2:has-text('申请')")
    assert "接管没有管理员的企业" in desk.inner_text("h1")
    clerk.check()
    clerk.shot(f"{shape}-claim-review")
    desk.click("button:has-text('同意认领')")
    desk.click("#confirm-dialog [data-confirm-yes]")
    desk.wait_for_selector("text=已同意认领")
    portal.wait_for_mail(address, "企业认领已通过")
    page = heir.open("/enterprises/mine/")
    assert name in page.inner_text("main")
