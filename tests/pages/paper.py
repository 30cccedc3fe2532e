"""Pages as the browser prints them: their HTML with the style sheets of the portal, as a PDF."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

from tests.journeys.conftest import CHROMIUM

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
HOME = "http://portal.example/"
A4 = (595, 842)  # points
# What is pressed has no place on paper, and what is typed into none where its border is drawn.
PRESSED = """() => [...document.querySelectorAll("button, .btn, input, select, textarea, summary")]
    .filter(one => one.checkVisibility() && one.type !== "hidden")
    .filter(one => one.type !== "text" || getComputedStyle(one).borderTopWidth !== "0px")
    .map(one => one.outerHTML.slice(0, 120))"""
WIDER = """width => [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > width + 1)
    .map(one => one.outerHTML.slice(0, 120))"""
# The width between the margins of a sheet, in CSS pixels.
BETWEEN_MARGINS = round((210 - 2 * 16) / 25.4 * 96)


@dataclass(frozen=True)
class Printed:
    """A page on paper: its PDF as Chromium writes it, what is pressed, what is cut off."""

    pdf: bytes
    pressed: list[str]
    wider: list[str]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """The size of each sheet, in points."""
        boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", self.pdf)
        return [(round(float(wide)), round(float(high))) for wide, high in boxes]

    @property
    def sheets(self) -> list[str]:
        """The text on each sheet."""
        objects = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", self.pdf, re.S))
        fonts = {
            name: _letters(objects[re.search(rb"/ToUnicode (\d+)", objects[number])[1]])  # type: ignore[index]
            for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", self.pdf)
        }
        pages = [one for one in objects.values() if one.startswith(b"<</Type /Page\n")]
        contents = [re.search(rb"/Contents (\d+)", page)[1] for page in pages]  # type: ignore[index]
        return [_said(_inflated(objects[number]), fonts) for number in contents]


def _inflated(text: bytes) -> bytes:
    """What the stream of an object holds."""
    stream = text.partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
    return zlib.decompress(stream) if b"/FlateDecode" in text else stream


def _letters(text: bytes) -> dict[int, str]:
    """Glyph -> letter, by a font's table."""
    table = _inflated(text)
    found = {}
    for part in re.findall(rb"beginbfchar\n(.*?)\nendbfchar", table, re.S):
        for glyph, letter in re.findall(rb"<(\w+)> <(\w+)>", part):
            found[int(glyph, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange\n(.*?)\nendbfrange", table, re.S):
        for first, last, letter in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    return found


def _said(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    said = []
    for font, glyphs in re.findall(rb"/(F\d+) [0-9.]+ Tf|<(\w+)> Tj", content):
        letters = fonts[font] if font else letters
        for place in range(0, len(glyphs), 4):
            said.append(letters.get(int(glyphs[place : place + 4], 16), "?"))
    return "".join(said)


@contextmanager
def printer() -> Iterator["Printer"]:
    """A Chromium that prints; what it needs of Django must be read before it starts."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Printer(chromium.new_page(locale="zh-CN"))
        chromium.close()


class Printer:
    """Prints one page after the other."""

    def __init__(self, page: Page) -> None:
        self.page, self.html = page, ""
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif (found := finders.find(path.removeprefix("/static/"))) and isinstance(found, str):
            route.fulfill(body=Path(found).read_bytes(), content_type=guess_type(found)[0])
        else:
            route.fulfill(status=404, body="")

    def printed(self, html: str) -> Printed:
        self.html = html
        self.page.set_viewport_size({"width": BETWEEN_MARGINS, "height": 1000})
        self.page.goto(HOME)
        self.page.emulate_media(media="print")
        pressed = self.page.evaluate(PRESSED)
        wider = self.page.evaluate(WIDER, BETWEEN_MARGINS)
        pdf = self.page.pdf(prefer_css_page_size=True, print_background=False)
        return Printed(pdf, pressed, wider)
