"""An OpenID Connect provider on loopback: a real one, that can be told to misbehave."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import requests
from werkzeug.serving import make_server

Tampering = Callable[[dict[str, object]], dict[str, object]]


class OidcServer:
    """The provider as tests see it. `tamper["/oauth2/token"]` changes what that address says."""

    def __init__(self) -> None:
        self.tamper: dict[str, Tampering] = {}
        self.provider = oidc_provider_mock.app()
        self.server = make_server("localhost", 0, self, threaded=True)
        self.url = f"http://localhost:{self.server.server_port}"

    def __call__(
        self, environ: dict[str, object], start_response: Callable[..., object]
    ) -> Iterable[bytes]:
        tampering = self.tamper.get(environ["PATH_INFO"])
        if tampering is None:
            return self.provider(environ, start_response)
        said: list[tuple[object, ...]] = []
        answer = self.provider(environ, lambda *head: said.append(head))
        body = json.dumps(tampering(json.loads(b"".join(answer)))).encode()
        status, headers, *_ = said[0]
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    def add_person(self, subject: str, **claims: object) -> None:
        answer = requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5)
        answer.raise_for_status()

    def authorise(self, address: str, subject: str) -> str:
        """What the person's browser does at the provider; returns where it is sent back to."""
        page = requests.get(address, timeout=5)
        page.raise_for_status()
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["Location"])

    def refuse(self, address: str) -> str:
        """The person declines at the provider.

        The library leaves the state out of this answer; RFC 6749 4.1.2.1 requires it.
        """
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        [state] = parse_qs(urlsplit(address).query)["state"]
        return f"{answer.headers['Location']}&state={state}"


@contextmanager
def running() -> Iterator[OidcServer]:
    """A provider that answers until the block ends."""
    oidc = OidcServer()
    thread = threading.Thread(target=oidc.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield oidc
    finally:
        oidc.server.shutdown()
        thread.join(5)
        oidc.server.server_close()
