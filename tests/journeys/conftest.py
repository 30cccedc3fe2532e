"""A whole portal of its own for the journeys: real engines, server, worker, relay and Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from qingdao_portal.engines.mailbox import StoredMessage, list_messages

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
START_WITHIN = 600
PASSWORD = "demo-Qingdao-2026"
DESKTOP: ViewportSize = {"width": 1440, "height": 1000}
PHONE: ViewportSize = {"width": 390, "height": 844}
AXE = settings.BASE_DIR / "var" / "vendor-tests" / "axe.min.js"
# The innermost elements that reach out of the window.
WIDER = """() => [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(-6).map(one => one.outerHTML.slice(0, 160))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@dataclass
class Portal:
    """A running portal: its address, folder and (where it was started here) its supervisor."""

    url: str
    var: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def mails(self, to: str | None = None) -> list[StoredMessage]:
        return list_messages(self.var / "mail", to=to)

    def wait_for_mail(self, to: str, subject: str, seconds: float = 20) -> StoredMessage:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in self.mails(to):
                if subject in mail.subject:
                    return mail
            time.sleep(0.3)
        raise AssertionError(f"no mail {subject!r} to {to}: {[m.subject for m in self.mails(to)]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_folder(name: str) -> Path:
    """A folder for one portal, inside the checkout so that its server may reach it."""
    folder = settings.BASE_DIR / "var" / "test" / f"{name}-{os.getpid()}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def environment_of(var: Path) -> dict[str, str]:
    """The surroundings of a portal in the folder `var`, without those of the test itself."""
    own = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_HOST", "EMAIL_PORT",
           "SECRET_KEY", "PORTAL_VAR", "PYTEST_XDIST_WORKER", "DJANGO_SETTINGS_MODULE",
           "DJANGO_ALLOW_ASYNC_UNSAFE"}  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return kept | {"PORTAL_VAR": str(var)}


def start_portal(var: Path, *, enterprises: int = 120, applications: int = 60) -> Portal:
    """Start the product as `make run` does, in the folder `var`, and wait until it is healthy."""
    port = free_port()
    environment = environment_of(var) | {
        "PORT": str(port),
        "PORTAL_FAST_ENGINES": "1",
        "SEED_ENTERPRISES": str(enterprises),
        "SEED_APPLICATIONS": str(applications),
    }
    log = (var.parent / f"{var.name}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "qingdao_portal.engines", "run"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    portal = Portal(f"http://127.0.0.1:{port}", var, environment, process)
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"the portal ended: {Path(log.name).read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{portal.url}/healthz", timeout=3) as answer:
                if answer.status == 200:
                    return portal
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    stop_portal(portal)
    raise AssertionError(f"the portal did not become healthy: {Path(log.name).read_text()[-3000:]}")


def stop_portal(portal: Portal) -> None:
    assert portal.process is not None, "only a portal that was started here is stopped"
    portal.process.send_signal(signal.SIGINT)
    try:
        portal.process.wait(60)
    except subprocess.TimeoutExpired:
        portal.process.kill()
    subprocess.run(
        [sys.executable, "-m", "qingdao_portal.engines", "clean"],
        cwd=settings.BASE_DIR,
        env=portal.environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    shutil.rmtree(portal.var, ignore_errors=True)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    if CHROMIUM is None:
        message = "NO CHROMIUM FOUND: the browser journeys did NOT run (apt-get install chromium)"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    if url := os.environ.get("JOURNEYS_AT"):
        # A portal that runs already, for looking at pages quickly: its address and var folder.
        var = Path(os.environ["JOURNEYS_VAR"])
        yield Portal(url, var, environment_of(var))
        return
    running = start_portal(own_folder("filing"))
    yield running
    stop_portal(running)


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[Browser]:
    """For one file of journeys: Playwright runs an event loop in this thread meanwhile, in which
    Django refuses the database and `asyncio.run` refuses to start."""
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """Somebody at a browser window; every page they open is checked with axe-core."""

    page: Page
    portal: Portal

    def open(self, path: str) -> Page:
        """Go to `path`, expect a good answer, and check the page for accessibility."""
        answer = self.page.goto(f"{self.portal.url}{path}" if path.startswith("/") else path)
        assert answer is not None and answer.status < 400, f"{path}: {answer and answer.status}"
        self.check()
        return self.page

    def follow(self, selector: str) -> None:
        """Press what leads to another page, and wait until that one has come."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def check(self) -> None:
        """No accessibility violation, and nothing wider than the window."""
        self.page.wait_for_load_state()
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
        )
        problems = [
            f"{v['id']}: {[n['html'][:160] for n in v['nodes']]}" for v in found["violations"]
        ]
        assert not problems, f"{self.page.url}\n" + "\n".join(problems)
        overflow = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        wide = self.page.evaluate(WIDER) if overflow > 1 else []
        assert overflow <= 1, f"{self.page.url} is {overflow} px wider than the window: {wide}"

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page in var/screenshots."""
        folder = settings.BASE_DIR / "var" / "screenshots"
        target = folder / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_load_state()
        self.page.screenshot(path=str(target), full_page=True, timeout=60_000)


@pytest.fixture
def visitor(portal: Portal, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a window: `visitor()` for the public, `visitor("sme")` for a demo account."""
    contexts: list[BrowserContext] = []

    def arrive(account: str = "", *, phone: bool = False) -> Visitor:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            bypass_csp=False,
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        person = Visitor(context.new_page(), portal)
        if account:
            sign_in(person, account)
        return person

    yield arrive
    for context in contexts:
        context.close()


def sign_in(person: Visitor, account: str, password: str = PASSWORD) -> None:
    person.open("/accounts/login/")
    person.page.fill("input[name=login]", account)
    person.page.fill("input[name=password]", password)
    person.page.click("main form button[type=submit]")
    person.page.wait_for_url(f"{person.portal.url}/home/")


def confirm(person: Visitor) -> None:
    person.page.click("#confirm-dialog [data-confirm-yes]")


def choose_version(person: Visitor, name: str) -> None:
    """Choose the scheme version whose option begins with `name`, in the form of a batch."""
    option = person.page.locator("select[name=version] option", has_text=name).first
    person.page.select_option("select[name=version]", value=option.get_attribute("value"))
