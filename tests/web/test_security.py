"""What must hold on every route, whatever is asked and whatever articles brought."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from starlette.testclient import TestClient

from onrecord import Record, open_record
from onrecord.model import (
    Article,
    Attribution,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Statement,
)
from onrecord.web import application, openapi
from onrecord.web.pages import CHANGES, FILES, QUESTIONS, VIEWS
from tests.export.filled import fill, hostile
from tests.web.conftest import Visitor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HOSTILE_ID = hostile().article.id
STRANGE = [
    "",
    "x",
    "..",
    ".",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%00",
    "%ff%fe",
    "%F0%9F%92%A9",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "-1",
    "1e9",
    "99999999999999999999",
    "NaN",
    "\u202eabc",
    "{{7*7}}",
    "p0",
    "p99999999999",
    "u1",
    "j1",
    "x" * 5000,
    "%0d%0aSet-Cookie:%20x=y",
]


def paths(record: Record) -> dict[str, str]:
    """Return an address of every page and file there is, by its route, with ids that the record has."""
    person = next(record.people()).id
    utterance = next(record.utterances(), None)
    ids = {
        "articles": "courier",
        "statements": "courier-2",
        "utterances": utterance.id if utterance else "u1",
        "people": person,
        "stories": "courier",
        "export": "csv",
        "suggest": "entity",
    }
    found = {}
    for route in [*VIEWS, *FILES]:
        parts = route.strip("/").split("/")
        filled = [
            ids.get(parts[number - 1], "text") if part.startswith("{") else part
            for number, part in enumerate(parts)
        ]
        found[route] = "/" + "/".join(filled)
    return found


def twin(path: str) -> str:
    return "/overview.json" if path == "/" else f"{path}.json"


def huge() -> ReadArticle:
    """Return an article whose names and words are longer than any page, and turn its direction."""
    name = "\u202e" + "Wolfeschlegelstein" * 2000 + "\u2066"
    text = f"“We {'went on and ' * 500},” {name} said."
    content = Span(0, text.index("”") + 1)
    source = Span(content.end + 1, content.end + 1 + len(name))
    who = Person("p1", name, PersonKind.PERSON, (name,), (Role("x" * 5000, source),), (source,))
    cue = Span(source.end + 1, source.end + 5)
    relation = Attribution((content,), (cue,), (source,), Quote.DIRECT, True, 0.5)
    article = Article("huge", text, "T" * 20_000, "O" * 20_000, "9999-99", "http://x/" + "y" * 9000)
    return ReadArticle(article, (Statement("huge-1", "huge", relation, "p1"),), (who,), "v1")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("kept") / "kept.db") as record:
        fill(record)
        record.store([huge(), ReadArticle(Article("nothing", "Nothing is said."), (), (), "v1")])
        yield record


@pytest.fixture(scope="module")
def client(kept: Record) -> TestClient:
    return TestClient(application(kept, by="Ada"), base_url="http://127.0.0.1")


OTHERS = ("/static/style.css", "/static/none.css", "/nothing", "/statements/none", "/search?page=x")
everywhere = pytest.mark.parametrize("route", [*dict.fromkeys([*VIEWS, *FILES]), *OTHERS])
"""Every route, and some addresses where there is nothing."""


def addresses(record: Record, route: str) -> Iterator[str]:
    """Yield the addresses of a route: of a page its twin's too."""
    yield paths(record).get(route, route)
    if route in VIEWS:
        yield twin(paths(record)[route])


@everywhere
def test_every_answer_has_the_headers_that_keep_a_page_safe(
    client: TestClient, kept: Record, route: str
) -> None:
    for path in addresses(kept, route):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code < 500, path
        headers = answer.headers
        if path != "/reconcile/preview":
            assert headers["content-security-policy"] == POLICY, path
            assert headers["x-frame-options"] == "DENY", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "no-store" in headers["cache-control"] or path.startswith("/static/"), path
        assert "access-control-allow-origin" not in headers, path
        assert "server" not in headers or "uvicorn" not in headers["server"]


def test_every_page_answers_in_both_forms(client: TestClient, kept: Record) -> None:
    for route, path in paths(kept).items():
        if route not in VIEWS or route == "/compare":
            continue
        page = client.get(path)
        assert page.status_code == 200, (path, page.text[:300])
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        told = client.get(twin(path))
        assert told.status_code == 200, (path, told.text[:300])
        assert told.headers["content-type"] == "application/json"
        assert isinstance(told.json(), dict)


@everywhere
def test_no_page_has_a_script_or_style_of_its_own(client: TestClient, kept: Record, route: str) -> None:
    """The policy would stop it; that it is not there at all says that nothing was let through."""
    for path in addresses(kept, route):
        answer = client.get(path)
        if answer.headers.get("content-type", "").startswith("text/html") and "/export/" not in path:
            inspected(answer.text, path)


@pytest.mark.parametrize("address", ["/articles/{}", "/statements/{}-1", "/statements/{}-2", "/stories/{}"])
@pytest.mark.parametrize("identifier", [HOSTILE_ID, "huge"])
def test_what_articles_bring_runs_nowhere(client: TestClient, address: str, identifier: str) -> None:
    path = address.format(quote(identifier, safe=""))
    answer = client.get(path)
    assert answer.status_code < 500
    inspected(answer.text, path)


@pytest.mark.parametrize(
    "query", ["", "?words=evil", "?outlet=%40Outlet", "?words=<script>alert(1)</script>"]
)
def test_what_is_found_runs_nowhere(client: TestClient, query: str) -> None:
    for page in ("/search", "/people", "/articles", "/review", "/judgements"):
        answer = client.get(page + query)
        assert answer.status_code < 500
        inspected(answer.text, page + query)


def page_of(answer: Any) -> str:
    """Return the text of what a browser shows as a page; JSON, which it does not, is nothing here."""
    shown = answer.headers.get("content-type", "").startswith("text/html")
    return str(answer.text) if shown else ""


def inspected(text: str, path: str) -> None:
    """Look through a page for anything that could run or leave this machine."""
    tree = lxml.html.fromstring(text.encode("utf-8", "replace").decode("utf-8"))
    for script in tree.iter("script"):
        assert script.get("src", "").startswith("/static/"), path
        assert not (script.text or "").strip(), path
    assert not list(tree.iter("style", "iframe", "object", "embed", "base", "meta-refresh")), path
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (path, name)
            assert name != "style", (path, element.tag, value)
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                local = value.startswith(("/", "#", "?")) and not value.startswith("//")
                assert local or value.startswith(("http://", "https://")), (path, value[:80])
                if not local:
                    rel = element.get("rel") or ""
                    assert "noopener" in rel and "noreferrer" in rel, (path, value[:80])
    for image in tree.iter("img"):
        assert image.get("src", "").startswith("/"), path


@pytest.mark.parametrize("page", ["/search", "/people", "/articles", "/"])
def test_nothing_turns_words_around(client: TestClient, page: str) -> None:
    """What overrides the order of letters is shown as a sign, and names stand in elements of their own."""
    text = client.get(page).text
    assert not {"\u202d", "\u202e"} & set(text)
    tree = lxml.html.fromstring(text)
    turned = [node for node in tree.iter() if isinstance(node.tag, str) and "\u2066" in (node.text or "")]
    for node in turned:
        around = [node, *node.iterancestors()]
        assert any(one.tag == "bdi" or one.get("dir") == "auto" for one in around), node.tag


@pytest.mark.parametrize("page", ["/search", "/people", "/articles", "/"])
def test_huge_names_are_cut(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert "Wolfeschlegelstein" * 100 not in answer.text
    assert len(answer.content) < 500_000


@pytest.mark.parametrize(
    "path",
    [
        "/static/../application.py",
        "/static/..%2fapplication.py",
        "/static/%2e%2e/application.py",
        "/static/%2e%2e%2f%2e%2e%2fapi.py",
        "/static/..%5capplication.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/....//application.py",
        "/static/%00",
        "/static/" + "x" * 5000,
        "/static/",
        "/static",
        "/../pyproject.toml",
        "//etc/passwd",
        "/articles/..%2f..%2f..%2fetc%2fpasswd/document",
        "/articles/../../etc/passwd/document",
        "/export/..%2fcsv",
        "/statements/%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_to_a_file(kept: Record, path: str) -> None:
    """Paths are sent as they stand; a client that tidies them up would hide what is tested."""
    status, body = raw(application(kept), path)
    assert status in (301, 302, 303, 307, 308, 400, 404, 405), body[:200]
    assert b"root:" not in body
    assert b"Starlette(" not in body


def raw(app: Any, path: str, method: str = "GET") -> tuple[int, bytes]:
    """Send a path to an application without anything being made of it before."""
    import asyncio
    from urllib.parse import unquote_to_bytes

    target, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(target).decode("utf-8", "replace"),
        "raw_path": target.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 5000),
        "root_path": "",
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:])


@pytest.mark.parametrize("route", [*VIEWS, *FILES])
def test_strange_parameters_never_break_a_page(client: TestClient, kept: Record, route: str) -> None:
    strange = ("<b>'\"", "%00%ff", "-1", "9" * 400, "x" * 501)
    for path in addresses(kept, route):
        for turn, name in enumerate(parameters(route)):
            for value in (strange[turn % 5], strange[(turn + 2) % 5]):
                answer = client.get(f"{path}?{name}={value}", follow_redirects=False)
                assert answer.status_code < 500, (path, name, value[:20], answer.text[:300])
                assert "<b>'" not in page_of(answer), (path, name)


def parameters(route: str) -> list[str]:
    """Return the names of the parameters that a route takes, and one that none does."""
    plain = re.sub(r":\w+}", "}", route)
    described = twin(plain) if route in VIEWS else plain
    (asked,) = (one.parameters for one in openapi.OPERATIONS if one.path == described)
    return [*(one["name"] for one in asked if one["in"] == "query"), "more"]


@pytest.mark.parametrize("strange", STRANGE)
def test_strange_ids_never_break_a_page(client: TestClient, strange: str) -> None:
    for route in [*VIEWS, *FILES]:
        if "{" not in route:
            continue
        start, _, rest = route.partition("{")
        path = start + strange.replace(" ", "%20").replace("<", "%3C") + rest.partition("}")[2]
        for address in (path, twin(path)):
            answer = client.get(address.replace("{form}", "text"), follow_redirects=False)
            assert answer.status_code < 500, (address[:100], answer.text[:300])
            assert "<script>alert" not in page_of(answer)
            assert "Set-Cookie: x" not in str(answer.headers)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        "0.0.0.0",
        "[::]",
        "127.0.0.1:x",
    ],
)
def test_another_host_s_name_is_refused(kept: Record, host: str) -> None:
    client = TestClient(application(kept), base_url="http://127.0.0.1")
    answer = client.get("/search", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-security-policy"] == POLICY
    assert "onrecord" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765"])
def test_this_machine_s_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/openapi.json", headers={"host": host}).status_code == 200


def test_a_proxy_s_name_is_answered_where_it_was_given(kept: Record) -> None:
    client = TestClient(application(kept, names=["record.example"]), base_url="http://record.example")
    assert client.get("/openapi.json").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_change_from_another_page_is_refused(client: TestClient, site: str) -> None:
    for path in [*CHANGES, "/search", "/nothing"]:
        answer = client.post(path, data={}, headers={"sec-fetch-site": site})
        assert answer.status_code == 403, path


def test_a_change_needs_the_token_of_a_page(client: TestClient, kept: Record) -> None:
    before = list(kept.statement_judgements()), list(kept.judgements()), list(kept.utterance_judgements())
    for path in CHANGES:
        for token in ("", "x", "0" * 64):
            answer = client.post(
                path,
                data={"token": token, "statement": "courier-2"},
                follow_redirects=False,
            )
            assert answer.status_code in (400, 403), (path, answer.status_code, answer.text[:200])
            sent = client.post(
                path,
                json={"statement": "courier-2"},
                headers={"x-onrecord-token": token},
                follow_redirects=False,
            )
            assert sent.status_code in (400, 403), path
    after = list(kept.statement_judgements()), list(kept.judgements()), list(kept.utterance_judgements())
    assert after == before


@pytest.mark.parametrize("path", sorted(openapi.CHANGES))
def test_strange_decisions_never_break_a_page(tmp_path: Path, path: str) -> None:
    with open_record(tmp_path / "own.db") as record:
        fill(record)
        client = TestClient(application(record, by="Ada"), base_url="http://127.0.0.1")
        changing = client.get("/judgements.json").json()["changing"]
        token, header = changing["value"], {changing["header"]: changing["value"]}
        right = {
            "statement": "courier-2",
            "person": "p1",
            "role": "content",
            "other": "wire-1",
            "judgement": "j1",
        }
        for name in openapi.CHANGES[path][1]:
            for value in (
                "",
                "\u202e\ud800",
                "-1",
                "9" * 400,
                "x" * 5000,
                "0-1 5-2",
                "../..",
                "j99",
                "p0",
                HOSTILE_ID,
            ):
                fields = right | {name: value.encode("utf-8", "replace").decode()}
                form = client.post(path, data=fields | {"token": token}, follow_redirects=False)
                sent = client.post(path, json=fields, headers=header, follow_redirects=False)
                for answer in (form, sent):
                    assert answer.status_code < 500, (name, value[:20], answer.text[:300])
                    where = answer.headers.get("location", "/")
                    assert where.startswith("/") and not where.startswith("//"), where
                    inspected(page_of(answer) or "<p>", path)
        for odd in ([], None, {"statement": 4}, {"statement": {"a": []}}, {"spans": [[1]]}, "x"):
            assert client.post(path, json=odd, headers=header).status_code < 500, odd


def test_a_token_is_of_one_visitor_alone(kept: Record) -> None:
    app = application(kept, by="Ada")
    one, other = (TestClient(app, base_url="http://127.0.0.1") for _ in range(2))
    tokens = []
    for client in (one, other):
        tree = lxml.html.fromstring(client.get("/review").text)
        tokens.append(tree.xpath("//input[@name='token']/@value")[0])
    assert tokens[0] != tokens[1]
    answer = one.post("/review/accept", data={"token": tokens[1], "statement": "courier-2"})
    assert answer.status_code in (403, 404, 405)


def test_the_cookie_is_for_this_site_alone(kept: Record) -> None:
    for scheme in ("http", "https"):
        client = TestClient(application(kept), base_url=f"{scheme}://127.0.0.1")
        cookie = client.get("/openapi.json").headers["set-cookie"]
        assert cookie.startswith("onrecord=")
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert ("Secure" in cookie) is (scheme == "https")
        assert "set-cookie" not in client.get("/openapi.json").headers


def test_what_may_only_be_read_cannot_be_changed(kept: Record) -> None:
    client = TestClient(application(kept, may_change=False), base_url="http://127.0.0.1")
    for path in CHANGES:
        assert client.post(path, data={}).status_code in (400, 403), path
    assert client.get("/review").status_code < 500
    assert client.post("/reconcile", data={"queries": "{}"}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_no_other_method_is_possible(kept: Record, method: str) -> None:
    for path in ("/", "/search", "/openapi.json", "/export/csv", "/static/style.css", "/reconcile"):
        assert raw(application(kept), path, method)[0] == 405, path


def test_what_is_only_read_takes_no_post(client: TestClient) -> None:
    for path in [*VIEWS, *(path for path in FILES if path not in QUESTIONS)]:
        if path in CHANGES:
            continue
        assert client.post(path.replace("{id}", "x"), data={}).status_code in (404, 405), path


@everywhere
def test_the_head_of_every_page_can_be_asked(client: TestClient, kept: Record, route: str) -> None:
    for path in addresses(kept, route):
        answer = client.head(path, follow_redirects=False)
        assert answer.status_code < 500, path
        assert answer.content == b""


def basic(password: str, name: str = "anybody") -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@everywhere
def test_with_a_password_nothing_is_answered_without_it(kept: Record, route: str) -> None:
    client = TestClient(application(kept, password="right"), base_url="http://127.0.0.1")
    for path in addresses(kept, route):
        answer = client.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert answer.headers["content-security-policy"] == POLICY


def test_a_password_may_have_any_characters_and_has_to_be_whole(kept: Record) -> None:
    client = TestClient(application(kept, password="päss:wörd"), base_url="http://127.0.0.1")
    assert client.post("/reconcile", data={"queries": "{}"}).status_code == 401
    for wrong in ({"authorization": "Bearer x"}, {"authorization": "Basic !"}, {"authorization": "Basic"}):
        assert client.get("/openapi.json", headers=wrong).status_code == 401
    assert client.get("/openapi.json", headers=basic("päss")).status_code == 401
    assert client.get("/openapi.json", headers=basic("päss:wörd")).status_code == 200


def test_guessing_a_password_is_slowed_down(kept: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("onrecord.web.security.time.monotonic", lambda: now[0])
    client = TestClient(application(kept, password="right"), base_url="http://127.0.0.1")
    seen = [client.get("/openapi.json", headers=basic(f"guess {n}")).status_code for n in range(30)]
    assert seen == [401] * 20 + [429] * 10
    assert client.get("/openapi.json", headers=basic("right")).status_code == 429
    now[0] += 61
    assert client.get("/openapi.json", headers=basic("right")).status_code == 200


def test_a_broken_page_tells_a_visitor_nothing_of_the_machine(
    kept: Record, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(kept), "facets", lambda *_: 1 / 0)
    client = TestClient(application(kept), base_url="http://127.0.0.1", raise_server_exceptions=False)
    for path in ("/search", "/search.json"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "ZeroDivision" not in answer.text
        assert str(Path(__file__).parent.parent) not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
