"""Somebody from the public objects to a published case; the city answers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_public_objects_and_reads_the_answer(
    visitor: Callable[..., Visitor], tmp_path: Path, phone: bool
) -> None:
    shape = "phone" if phone else "desktop"
    proof = tmp_path / "证明.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    person = visitor(phone=phone)
    street = person.open("/procedures/notices/")
    street.click("a:has-text('第二批')")
    row = street.locator("table tbody tr").nth(1 if phone else 0)
    product = row.locator("td").nth(2).inner_text()
    row.locator("a:has-text('提出异议')").click()
    person.follow("button:has-text('提交异议')")
    assert street.locator(".field .error").count() >= 3
    street.fill("input[name=name]", "王示例")
    street.fill("input[name=contact]", "0532-55509999")
    street.fill("textarea[name=text]", "该产品的专利已于去年转让，附转让公告。")
    street.set_input_files("input[name=evidence]", str(proof))
    person.check()
    person.shot(f"{shape}-objection")
    street.click("button:has-text('提交异议')")
    street.wait_for_selector("h1:has-text('异议已受理')")
    person.check()
    receipt = street.url

    city = visitor("city", phone=phone)
    office = city.open("/people/notifications/")
    office.click(f"a:has-text('公示收到异议：{product}')")
    office.wait_for_selector("h2:has-text('异议')")
    city.check()
    with office.expect_download() as download:
        office.click(".case-side .file-row a")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    office.click("button:has-text('答复异议')")
    city.shot(f"{shape}-objection-answer")
    office.fill("dialog[open] textarea", "经核实，转让登记的是另一件专利。")
    office.click("dialog[open] button[value=no]")
    office.wait_for_selector("text=答复：经核实")

    street.goto(receipt)
    street.wait_for_selector("h1:has-text('异议不成立')")
    person.check()
    person.shot(f"{shape}-receipt")
