"""What keeps the pages safe: who may ask, from where, and what a page may load.

Every response carries a content security policy that allows the program's own files alone.  A request
for another host's name is refused (DNS rebinding).  A change needs a token that only our own pages carry,
bound to a cookie that other sites' requests are not sent with (OWASP, "Cross-Site Request Forgery
Prevention": signed double-submit cookie).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable
from threading import Lock

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.errors import OnrecordError

COOKIE = "onrecord"
TOKEN = "token"  # noqa: S105 - the name of a field
HEADER = "x-onrecord-token"
"""In which a program sends the token, since JSON is no form."""
LARGEST_FORM = 1_000_000
"""Bytes of a form; more is refused before it is read."""
LARGEST_UPLOAD = 200_000_000
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ASKED_BY_POST = frozenset({"/reconcile"})
"""Paths where a POST changes nothing and only asks; other programs on this machine may send them."""
_SHARED = "/reconcile"
"""Paths below which pages of other programs on this machine, but of no other, may read the answers."""


class ForbiddenError(OnrecordError):
    """A change that did not come from a page of ours."""


class Guard:
    """Lets a request through to the pages, or refuses it; and puts the headers on what comes back."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = (), password: str | None = None) -> None:
        self._app = app
        self._names = frozenset((*_LOOPBACK, *(name.casefold() for name in names)))
        self._password = password
        self._attempts = _Attempts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        fresh = _session(connection) is None
        session = _session(connection) or secrets.token_urlsafe(24)
        scope.setdefault("state", {})["session"] = session

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (HEADERS | _sharing(scope["path"], connection.headers)).items():
                    headers.setdefault(name, value)
                if fresh:
                    headers.append("set-cookie", _cookie(session, connection.url.scheme == "https"))
            await send(message)

        asking = scope["method"] in _SAFE or scope["path"] in ASKED_BY_POST
        refusal = self._refusal(connection.headers, asking)
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, headers: Headers, asking: bool) -> PlainTextResponse | None:
        host = _host_name(headers.get("host", ""))
        if host not in self._names:
            text = f"This is onrecord, which answers to 127.0.0.1 and localhost, not to {host[:100]!r}."
            return PlainTextResponse(f"{text} For another name, start it with --name.\n", 421)
        if self._password is not None and (refused := self._locked(headers)):
            return refused
        if not asking and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("A change has to come from a page of this record.\n", 403)
        return None

    def _locked(self, headers: Headers) -> PlainTextResponse | None:
        given = _password(headers.get("authorization", ""))
        if given is not None and self._attempts.spent():
            return PlainTextResponse("Too many wrong passwords; wait a minute.\n", 429)
        if given is not None and hmac.compare_digest(_digest(given), _digest(self._password or "")):
            return None
        if given is not None:
            self._attempts.wrong()
        ask = {"www-authenticate": 'Basic realm="onrecord", charset="UTF-8"'}
        return PlainTextResponse("This record asks for a password.\n", 401, headers=ask)


class _Attempts:
    """Counts wrong passwords within a minute, of everybody together."""

    MOST, WHILE = 20, 60.0

    def __init__(self) -> None:
        self._lock = Lock()
        self._times: list[float] = []

    def spent(self) -> bool:
        with self._lock:
            self._times = [one for one in self._times if one > time.monotonic() - self.WHILE]
            return len(self._times) >= self.MOST

    def wrong(self) -> None:
        with self._lock:
            self._times.append(time.monotonic())


def _sharing(path: str, headers: Headers) -> dict[str, str]:
    """Return the headers with which a browser lets another local program's page read an answer (CORS)."""
    if path != _SHARED and not path.startswith(_SHARED + "/"):
        return {}
    origin = headers.get("origin", "")
    allowed = {"access-control-allow-origin": origin} if is_local(origin) else {}
    return {"vary": "origin"} | allowed


def is_local(origin: str) -> bool:
    """Say whether an Origin header is that of a page served on this machine, at whatever port."""
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and _host_name(host) in _LOOPBACK


def form_token(request: Request) -> str:
    """Return the token that a form of this visitor's has to carry."""
    secret: bytes = request.app.state.secret
    return hmac.new(secret, request.state.session.encode(), hashlib.sha256).hexdigest()


def check_token(request: Request, given: str) -> None:
    """Raise ForbiddenError unless a form carries the visitor's token."""
    if not hmac.compare_digest(given.encode("utf-8", "replace"), form_token(request).encode()):
        raise ForbiddenError("this form is not from the page as it stands now; load the page again")


def _session(connection: HTTPConnection) -> str | None:
    found = connection.cookies.get(COOKIE, "")
    return found if 20 <= len(found) <= 64 and found.isascii() else None


def _cookie(session: str, secure: bool) -> str:
    return f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")


def _host_name(host: str) -> str:
    """Return a host without its port, in folded case."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).casefold()


def _password(authorization: str) -> str | None:
    scheme, _, given = authorization.partition(" ")
    if scheme.casefold() != "basic":
        return None
    try:
        return base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _digest(value: str) -> bytes:
    return hashlib.sha256(value.encode("utf-8", "replace")).digest()
