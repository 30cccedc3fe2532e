"""Steps that journeys of money have in common: a state is made, an act is confirmed."""

from playwright.sync_api import Page

from tests.journeys.conftest import Portal, Visitor, confirm
from tests.journeys.portal_database import run_in_portal


def begin(portal: Portal, what: str) -> list[str]:
    """Make a state of `money_states` in the portal; the words that it tells, see there."""
    code = f"from tests.journeys import money_states as on; print(on.{what})"
    return run_in_portal(portal, code).strip().splitlines()[-1].split()


def press(person: Visitor, selector: str) -> Page:
    """Press a button that asks once more, say yes, and wait for the page that comes then."""
    person.page.click(selector)
    with person.page.expect_navigation():
        confirm(person)
    return person.page


def act(person: Visitor, name: str, label: str) -> Page:
    """Carry out an act of a sheet by its button."""
    return press(person, f"#{name} button:has-text('{label}')")


def says(page: Page, *texts: str) -> None:
    """All of it stands on the page."""
    shown = page.inner_text("main")
    missing = [text for text in texts if text not in shown]
    assert not missing, f"{page.url} lacks {missing} in:\n{shown}"
