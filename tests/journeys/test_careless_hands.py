"""What hurried hands do: double clicks, other windows, a colleague at the same time."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.journeys.conftest import Portal, Visitor
from tests.journeys.portal_database import run_in_portal

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

# Clicks that reach the page below an open dialog.
WATCH = """() => {
  window.fellThrough = [];
  document.addEventListener("click", (event) => {
    if (!event.target.closest("dialog")) window.fellThrough.push(event.target.tagName);
  }, true);
}"""


@pytest.fixture
def draft(portal: Portal, visitor: Callable[..., Visitor]) -> Iterator[Visitor]:
    """Staff of an enterprise before an open draft, which is deleted in the end."""
    staff = visitor("sme")
    page = staff.page
    page.goto(f"{portal.url}/procedures/")
    page.click("text=条件自测")
    page.click("main button.go")
    page.wait_for_url(re.compile(r"/fill/"))
    address = page.url
    yield staff
    page.goto(address)
    page.click("button:has-text('删除草稿')")
    page.click("#confirm-dialog [data-confirm-yes]")
    page.wait_for_selector("text=草稿已删除")


def test_double_click_neither_closes_a_dialog_nor_falls_through(draft: Visitor) -> None:
    page = draft.page
    page.dblclick("button:has-text('删除草稿')")
    page.wait_for_timeout(300)
    assert page.locator("#confirm-dialog").is_visible()
    page.route("**/delete/", lambda route: route.fulfill(status=204))
    page.evaluate(WATCH)
    page.dblclick("#confirm-dialog [data-confirm-yes]")
    page.wait_for_timeout(300)
    assert page.evaluate("window.fellThrough") == []
    page.unroute("**/delete/")


def test_what_is_sent_names_the_duty_of_its_page(draft: Visitor) -> None:
    page = draft.page
    duty = page.evaluate("document.body.dataset.membership")
    with page.expect_request("**/submit/") as sent:
        page.click("button:has-text('提交申报')")
    assert f"acting_as={duty}" in (sent.value.post_data or "")
    page.wait_for_selector("text=请阅读并勾选真实性承诺")

    page.evaluate("document.body.dataset.membership = '999999'")
    page.fill("[name=segment]", "切换身份以后写的")
    page.locator("[name=segment]").blur()
    page.wait_for_selector("#save-state:has-text('已切换身份')")


def test_colleagues_words_stay_until_one_has_chosen(portal: Portal, draft: Visitor) -> None:
    page = draft.page
    case = re.findall(r"/cases/(\d+)/", page.url)[0]
    page.fill("[name=segment]", "先写的")
    page.locator("[name=segment]").blur()
    page.wait_for_selector("#save-state[data-state=saved]")
    run_in_portal(
        portal,
        "from procedures.models import Application;"
        f"case = Application.objects.get(pk={case});"
        "case.answers['segment'] = '同事写的';"
        "case.answer_revisions['segment'] = {'revision': 999, 'user_id': 0, 'by': '同事甲'};"
        "case.save(update_fields=['answers', 'answer_revisions'])",
    )
    page.fill("[name=segment]", "我写的")
    page.locator("[name=segment]").blur()
    page.wait_for_selector(".conflict:has-text('同事写的')")
    page.reload()
    page.wait_for_selector(".conflict:has-text('同事写的')")
    assert page.input_value("[name=segment]") == "我写的"

    # Saving another field does not send what is disputed.
    page.fill("[name=contact_name]", "王示例")
    with page.expect_response("**/autosave/"):
        page.locator("[name=contact_name]").blur()
    page.wait_for_selector("#save-state[data-state=conflict]")
    page.reload()
    page.wait_for_selector(".conflict:has-text('同事写的')")
    page.click(".conflict button:has-text('保留这里的')")
    page.wait_for_selector("#save-state[data-state=saved]")
    page.reload()
    assert page.input_value("[name=segment]") == "我写的"


def test_opinion_survives_the_marking_of_a_field(
    portal: Portal, visitor: Callable[..., Visitor]
) -> None:
    reviewer = visitor("district")
    page = reviewer.open("/procedures/worklist/")
    reviewer.follow("table td a >> nth=0")
    page.fill("#id_reason", "总体材料齐全，请核对销售额。")
    page.click("[data-dialog=mark-segment]")
    page.fill("#text-segment", "写得太宽")
    page.click("#mark-segment button[type=submit]")
    page.wait_for_selector("text=撤回标记")
    page.wait_for_load_state()
    assert page.input_value("#id_reason") == "总体材料齐全，请核对销售额。"
    page.click("text=撤回标记")
    page.wait_for_selector("[data-dialog=mark-segment]")


def test_two_windows_of_one_person_show_the_same_before_it_is_filed(draft: Visitor) -> None:
    first = draft.page
    first.fill("[name=segment]", "第一个窗口")
    first.locator("[name=segment]").blur()
    first.wait_for_selector("#save-state[data-state=saved]")
    second = first.context.new_page()
    second.goto(first.url)
    second.fill("[name=segment]", "第二个窗口")
    second.locator("[name=segment]").blur()
    second.wait_for_selector("#save-state[data-state=saved]")

    # Another field of the first window is saved: the page takes over what it does not show.
    first.fill("[name=contact_name]", "王示例")
    first.locator("[name=contact_name]").blur()
    first.wait_for_selector("[data-elsewhere=segment]:has-text('您在另一个窗口')")
    assert first.input_value("[name=segment]") == "第二个窗口"

    second.fill("[name=segment]", "又改了")
    second.locator("[name=segment]").blur()
    second.wait_for_selector("#save-state[data-state=saved]")
    second.close()
    first.click("button:has-text('提交申报')")
    first.wait_for_selector("h1:has-text('有 1 项在别处改过')")
    assert "您刚才的页面上是“第二个窗口”" in first.inner_text("main")
    draft.check()
