"""A case from draft to verified certificate, in a real browser, through five roles."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Portal, Visitor, confirm, sign_in
from tests.journeys.portal_database import run_in_portal
from tests.journeys.two_persons import approve

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXTS = {
    "product_name": "高精度行星减速机（旅程）",
    "segment": "工业机器人用精密减速机",
    "description": "用于工业机器人关节，回程间隙小于一弧分。",
    "advantage": "寿命比同类产品长两成。",
    "launched_on": "2019-05-01",
    "product_sales": "1280",
    "invention_patents": "3",
    "other_rights": "5",
    "contact_name": "林晓",
    "contact_phone": "0532-55500001",
}


def upload(person: Visitor, field: str, file: Path) -> None:
    page = person.page
    page.click(f"[data-dialog=upload-{field}]")
    page.set_input_files(f"#file-{field}", str(file))
    person.follow(f"#upload-{field} button[type=submit]")
    page.wait_for_selector(f"#field-{field} .file-row")


def test_words_typed_after_the_session_ended_are_saved_after_signing_in_again(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    staff = visitor("sme")
    page = staff.page
    page.goto(f"{portal.url}/procedures/")
    page.click("text=条件自测")
    page.click("text=开始申报")
    page.wait_for_url(re.compile(r"/fill/"))
    context = page.context
    context.clear_cookies(name="sessionid")
    page.fill("[name=segment]", "登录失效以后写的")
    page.locator("[name=segment]").blur()
    page.wait_for_selector("#save-state:has-text('登录已失效')")
    staff.shot("desktop-session-ended")

    other = Visitor(context.new_page(), portal)
    sign_in(other, "sme")
    page.wait_for_selector("#save-state[data-state=saved]", timeout=70_000)
    # The old page was never left: its line goes because another one has opened.
    page.wait_for_selector(".session-line", state="hidden")
    page.reload()
    assert page.input_value("[name=segment]") == "登录失效以后写的"
    page.click("button:has-text('删除草稿')")
    confirm(staff)
    page.wait_for_selector("text=草稿已删除")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_case_goes_from_draft_to_verified_certificate(
    portal: Portal, visitor: Callable[..., Visitor], tmp_path: Path, phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    account, district = ("sme2", "district2") if phone else ("sme", "district")
    report = tmp_path / "检测报告.pdf"
    report.write_bytes(PDF)

    # The enterprise: home, self-check, draft that saves itself, files, declaration, submission.
    sme = visitor(account, phone=phone)
    sme.check()
    sme.shot(f"{shape}-sme-home")
    page = sme.page
    sme.follow("text=查看全部条件")
    sme.check()
    sme.shot(f"{shape}-self-check")
    page.click("text=开始申报")
    page.wait_for_url(re.compile(r"/fill/"))
    fill_url = page.url
    sme.check()
    page.check("input[name=kind][value=product]")
    page.check("input[name=feature][value=specialised]")
    for name, text in TEXTS.items():
        page.fill(f"[name={name}]", text)
        page.locator(f"[name={name}]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    page.reload()
    assert page.input_value("[name=product_name]") == TEXTS["product_name"]
    for field in ("test_report", "property_right"):
        upload(sme, field, report)
    sme.shot(f"{shape}-fill")
    # What is missing is said first: there is nothing to confirm yet.
    page.click("button:has-text('提交申报')")
    page.wait_for_selector("text=请阅读并勾选真实性承诺")
    sme.check()
    page.check("#declared")
    page.click("button:has-text('提交申报')")
    confirm(sme)
    page.wait_for_selector("text=已提交")
    sme.check()
    case_path = page.url.removeprefix(portal.url)

    # The district hands one field back; the mail arrives.
    reviewer = visitor(district, phone=phone)
    reviewer.check()
    reviewer.shot(f"{shape}-district-home")
    reviewer.open("/procedures/worklist/")
    reviewer.shot(f"{shape}-worklist")
    reviewer.page.keyboard.press("j")
    assert reviewer.page.evaluate("document.activeElement.closest('tbody tr') !== null")
    desk = reviewer.open(case_path)
    desk.keyboard.press("o")
    assert desk.evaluate("document.activeElement.name") == "reason"
    with desk.expect_popup() as opened:
        desk.click("a[href$='/view/'] >> nth=0")
    opened.value.close()
    desk.click("[data-dialog=mark-product_sales]")
    desk.fill("#text-product_sales", "请按审计报告核对销售额")
    desk.click("#mark-product_sales button[type=submit]")
    desk.wait_for_selector("text=撤回标记")
    reviewer.check()
    reviewer.shot(f"{shape}-review-marked")
    assert desk.locator("button:has-text('推荐到市级')").is_disabled()
    desk.click("button:has-text('退回修改')")
    confirm(reviewer)
    desk.wait_for_selector("text=已通知有关人员")
    portal.wait_for_mail(f"{account}@demo.example", "需要修改")

    # The enterprise mends and files again; the district sees the difference.
    sme.open(case_path)
    sme.shot(f"{shape}-own-case-returned")
    sme.follow("text=去修改")
    assert page.url == fill_url
    sme.check()
    sme.shot(f"{shape}-returned")
    page.fill("[name=product_sales]", "1350")
    page.locator("[name=product_sales]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    # What stood open when the page was opened follows what was saved since.
    page.wait_for_selector("#returned-points .pill:has-text('已改')")
    page.wait_for_selector("#self-check:has-text('项已满足')")
    page.check("#declared")
    page.click("button:has-text('重新提交')")
    confirm(sme)
    page.wait_for_selector("text=已提交")
    reviewer.open(case_path)
    desk.wait_for_selector("text=与上次提交相比，改了 1 处")
    reviewer.shot(f"{shape}-review-difference")
    desk.click("[data-dialog=judge-advanced]")
    desk.check("#judge-advanced input[value=yes]")
    desk.fill("#judge-advanced textarea", "查新报告：国内领先")
    reviewer.shot(f"{shape}-review-judging")
    desk.click("#judge-advanced button[type=submit]")
    desk.wait_for_selector("text=判断符合")
    reviewer.check()
    reviewer.shot(f"{shape}-review-judged")
    # Nothing stands against it: nobody is asked twice.
    desk.click("button:has-text('推荐到市级')")
    desk.wait_for_selector("text=已通知有关人员")

    # The city approves and publishes.
    city = visitor("city", phone=phone)
    city.check()
    city.shot(f"{shape}-city-home")
    office = city.open(case_path)
    office.click("button:has-text('审核通过')")
    confirm(city)
    office.wait_for_selector("text=已通知有关人员")
    city.open("/procedures/batches/")
    city.shot(f"{shape}-batches")
    office.click("text=发布公示")
    office.wait_for_url(re.compile(r"/notice/"))
    city.check()
    office.fill("[name=objection_contact]", "示例处 0532-55500000")
    office.click("main button[type=submit]")
    confirm(city)
    office.wait_for_selector("text=提出人不能批准自己提出的办理")
    city.check()
    second = visitor("city2", phone=phone)
    approve(second, "发布公示")
    second.page.wait_for_url(re.compile(r"/procedures/notices/"))
    second.check()
    notice_path = second.page.url.removeprefix(portal.url)

    # The public reads the notice.
    public = visitor(phone=phone)
    street = public.open(notice_path)
    public.shot(f"{shape}-notice")
    assert TEXTS["product_name"] in street.inner_text("table")

    # The notice's days pass; the city concludes it and the certificates are made.
    run_in_portal(
        portal,
        "from procedures.models import PublicNotice;"
        f"PublicNotice.objects.filter(pk={notice_path.strip('/').split('/')[-1]})"
        ".update(starts_on='2026-01-05', ends_on='2026-01-09')",
    )
    city.open(notice_path)
    office.click("button:has-text('认定发证')")
    confirm(city)
    office.wait_for_selector("text=等待批准")
    approve(second, "认定发证")
    second.page.wait_for_url(re.compile(r"/people/jobs/"))
    second.page.wait_for_selector("text=查看公示", timeout=60_000)
    second.check()
    second.shot(f"{shape}-job-done")

    # The enterprise holds the certificate, and anybody can verify it.
    portal.wait_for_mail(f"{account}@demo.example", "证书已签发")
    sme.open("/certification/")
    sme.shot(f"{shape}-certificates")
    verify = page.get_attribute("a:has-text('验真')", "href")
    with page.expect_download() as download:
        page.click("a:has-text('下载')")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    assert verify is not None
    public.open(verify)
    public.shot(f"{shape}-verify")
    assert "证书真实有效" in street.inner_text("h1")

    # The leadership group sees the progress.
    leader = visitor("leader", phone=phone)
    leader.check()
    leader.shot(f"{shape}-leader-home")
