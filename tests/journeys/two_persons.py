"""The second person of what takes two."""

from tests.journeys.conftest import Visitor, confirm


def approve(second: Visitor, what: str) -> None:
    """Another officer approves what was proposed, and is led on."""
    page = second.open("/people/proposals/?state=open")
    second.follow(f"a:has-text('{what}')")
    second.check()
    second.shot("guide-approve")
    page.click("button:has-text('批准并办理')")
    confirm(second)
