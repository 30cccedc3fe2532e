"""What a new person does: signing up, and registering an enterprise."""

import re
import secrets

from playwright.sync_api import Page

from enterprises.rules.credit_code import complete_credit_code
from tests.journeys.conftest import Portal, Visitor

PASSWORD = "海边的-Weather-39"
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LICENCE = {
    "name": "营业执照.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}


def new_code() -> str:
    """A valid credit code that no other test uses."""
    body = "".join(secrets.choice(DIGITS) for _ in range(6))
    return complete_credit_code("91370212", f"MY{body}")


def new_address() -> str:
    return f"new{secrets.token_hex(4)}@demo.example"


def sign_up(person: Visitor, portal: Portal, *, address: str = "") -> str:
    """A new account with a confirmed address; returns the address.

    With `address` the page of signing up is open already and holds it.
    """
    page = person.page
    if address:
        assert page.input_value("input[name=email]") == address
    else:
        address = new_address()
        person.open("/accounts/signup/")
        page.fill("input[name=email]", address)
    page.fill("input[name=name]", "新来的")
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.check("input[name=terms]")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile("confirm-email"))
    person.check()
    mail = portal.wait_for_mail(address, "确认")
    found = re.search(r"https?://\S+(/accounts/confirm-email/\S+)", mail.body)
    assert found, mail.body
    person.open(found[1])
    person.follow("main form button[type=submit]")
    return address


def fill_registration(page: Page) -> tuple[str, str]:
    """Fill the form that is open, after one wrong code; returns the name and the code."""
    code = new_code()
    name = f"青岛旅程{code[9:17]}（示例）有限公司"
    page.fill("input[name=credit_code]", code[:-1] + ("A" if code[-1] != "A" else "B"))
    page.locator("input[name=credit_code]").blur()
    page.wait_for_selector("#code-check :text('校验')")
    page.fill("input[name=credit_code]", code)
    page.locator("input[name=credit_code]").blur()
    page.fill("input[name=name]", name)
    page.select_option("select[name=district]", label="崂山区")
    page.fill("input[name=address]", "示例路 1 号")
    page.fill("input[name=legal_representative]", "新来的")
    page.select_option("select[name=industry_code]", "34")
    page.fill("input[name=staff]", "86")
    page.fill("input[name=revenue]", "3200")
    page.fill("input[name=assets]", "4100")
    page.fill("input[name=contact_name]", "新来的")
    page.fill("input[name=contact_phone]", "0532-55501234")
    page.set_input_files("input[name=licence]", LICENCE)
    return name, code
