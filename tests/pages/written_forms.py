"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

PLAUSIBLE = {
    "number": "1", "date": "2026-03-05", "email": "new@portal.example", "tel": "0532-55500000",
    "url": "https://portal.example/", "datetime-local": "2026-03-05T09:00",
}  # fmt: skip
UNSENT = ("submit", "button", "reset", "image", "file")


@dataclass
class WrittenForm:
    """A form: where it goes, what it would send, and what one types or chooses in it."""

    action: str
    method: str
    sent: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    chosen: set[str] = field(default_factory=set)

    @property
    def open_fields(self) -> list[str]:
        return sorted(self.typed | self.chosen)


class FormReader(HTMLParser):
    """All forms of a page; empty fields hold something plausible."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.by_id: dict[str, WrittenForm] = {}
        self.forms: list[WrittenForm] = []
        self._form: WrittenForm | None = None
        self._select: tuple[WrittenForm, str] | None = None
        self._area: tuple[WrittenForm, str] | None = None
        self._text = ""
        self.feed(page)

    def _owner(self, attrs: dict[str, str | None]) -> WrittenForm | None:
        return self.by_id.get(attrs.get("form") or "", self._form)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = dict(given)
        if tag == "form":
            action = (attrs.get("action") or self.address).partition("#")[0]
            # One without a method is shown as a sample, and never sent.
            self._form = WrittenForm(action or self.address, (attrs.get("method") or "").lower())
            self.forms.append(self._form)
            self.by_id[attrs.get("id") or f"form {len(self.forms)}"] = self._form
        elif tag == "option" and self._select:
            form, name = self._select
            value = attrs.get("value") or ""
            if "selected" in attrs or (value and not form.sent.get(name)):
                form.sent[name] = value
        elif tag in ("input", "select", "textarea") and attrs.get("name"):
            self._field(tag, str(attrs["name"]), attrs)

    def _field(self, tag: str, name: str, attrs: dict[str, str | None]) -> None:
        form = self._owner(attrs)
        if form is None or name == "csrfmiddlewaretoken":
            return
        kind = attrs.get("type") or "text"
        if tag == "select":
            self._select = (form, name)
            form.chosen.add(name)
        elif tag == "textarea":
            self._area, self._text = (form, name), ""
            form.typed.add(name)
        elif kind in ("checkbox", "radio"):
            form.chosen.add(name)
            form.sent.setdefault(name, attrs.get("value") or "on")
        elif kind == "hidden":
            form.sent[name] = attrs.get("value") or ""
        elif kind not in UNSENT:
            form.typed.add(name)
            form.sent[name] = attrs.get("value") or PLAUSIBLE.get(kind, "1")

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            form, name = self._area
            form.sent[name] = self._text.strip() or "示例"
            self._area = None
