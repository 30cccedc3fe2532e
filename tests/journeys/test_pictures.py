"""A photograph larger than any page shows is made smaller in the browser before it is sent."""

from collections.abc import Callable

import pytest

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]

# A photograph of 4800 by 3200 points, chosen as a person chooses a file.
CHOOSE = """async () => {
    const drawn = Object.assign(document.createElement("canvas"), {width: 4800, height: 3200});
    const paper = drawn.getContext("2d");
    for (let step = 0; step < 400; step++) {
        paper.fillStyle = `hsl(${step % 360}, 60%, 50%)`;
        paper.fillRect((step * 97) % 4800, (step * 61) % 3200, 300, 200);
    }
    const blob = await new Promise(done => drawn.toBlob(done, "image/png"));
    const input = document.querySelector("input[type=file][data-shrink]");
    const chosen = new DataTransfer();
    chosen.items.add(new File([blob], "车间.png", {type: "image/png"}));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}"""


def test_large_photograph_is_made_smaller_and_taken(visitor: Callable[..., Visitor]) -> None:
    person = visitor("champion2")
    page = person.open("/reports/stories/own/")
    person.follow("table tbody a >> nth=0")
    page.goto(f"{page.url.rstrip('/')}/pictures/")
    page.evaluate(CHOOSE)
    page.wait_for_selector("text=原图 4800×3200 像素，上传前已缩小为 2400×1600 像素")
    name = page.evaluate("document.querySelector('input[data-shrink]').files[0].name")
    assert name == "车间.jpg"
    before = page.locator(".story-shelf > li").count()
    page.fill("input[name=alt]", "车间里的示例生产线")
    person.follow("button:has-text('添加')")
    assert page.locator(".story-shelf > li").count() == before + 1
    assert page.locator("text=2400×1600 像素").count() >= 1
    person.check()
