"""What pages of other sites may do with a record that is open in the same browser: nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.browser.conftest import Served, Watched, Window

EVIL = "http://evil.example"
FORM = "application/x-www-form-urlencoded"
ASK = """async ([address, how]) => {
  try { return await (await fetch(address, how)).text() } catch (error) { return "refused" }
}"""


def page_at(window: Window, on: Served, body: str = "") -> Any:
    """Return a page of another site, as if it were served at its address."""
    watched = window(on)
    told = f"<title>other</title>{body}"
    answer = {"body": told, "content_type": "text/html"}
    watched.page.context.route(EVIL + "/**", lambda route: route.fulfill(**answer))
    return arrived(watched, EVIL + "/")


def arrived(watched: Watched, address: str) -> Any:
    watched.page.goto(address)
    watched.wrong = Ignored()  # that it is refused is what the console says, and what is wanted
    return watched.page


@contextmanager
def local_page(window: Window, on: Served, body: str = "") -> Iterator[Any]:
    """Give a page of another program on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(f"<title>other</title>{body}".encode())

        def log_message(self, *told: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield arrived(window(on), f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()


class Ignored(list[str]):
    def append(self, said: str) -> None:
        pass


def test_another_site_reads_nothing(served: Served, window: Window) -> None:
    page = page_at(window, served)
    form = {"method": "POST", "body": "queries={}", "headers": {"content-type": FORM}}
    for path in ("/search.json", "/judgements.json", "/reconcile", "/export/csv"):
        assert page.evaluate(ASK, [served.address + path, {}]) == "refused", path
        assert page.evaluate(ASK, [served.address + path, {"credentials": "include"}]) == "refused", path
    assert page.evaluate(ASK, [served.address + "/reconcile", form]) == "refused"


def test_a_page_of_this_machine_may_reconcile_and_no_more(served: Served, window: Window) -> None:
    name = next(served.record.people()).name
    queries = 'queries={"q0":{"query":"' + name + '"}}'
    form = {"method": "POST", "body": queries, "headers": {"content-type": FORM}}
    with local_page(window, served) as page:
        assert '"versions":["0.2"]' in page.evaluate(ASK, [served.address + "/reconcile", {}])
        assert name in page.evaluate(ASK, [served.address + "/reconcile", form])
        assert page.evaluate(ASK, [served.address + "/search.json", {}]) == "refused"


def test_a_preview_is_shown_in_a_frame_of_this_machine_and_no_page_is(served: Served, window: Window) -> None:
    person = next(served.record.people())
    frames = "".join(
        f'<iframe src="{served.address}{path}"></iframe>'
        for path in (f"/reconcile/preview?id={person.id}", f"/people/{person.id}")
    )
    with local_page(window, served, frames) as page:
        preview, whole = framed(page)
        assert person.name in preview
        assert "<main" not in whole
    preview, whole = framed(page_at(window, served, frames))
    assert person.name not in preview
    assert "<main" not in whole


def framed(page: Any) -> list[str]:
    page.wait_for_load_state("networkidle")
    return [frame.content() for frame in page.frames[1:3]]


def test_another_site_decides_nothing(own: Served, window: Window) -> None:
    statement = next(own.record.review_queue(limit=1)).statement.id
    window(own).open("/review")
    body = (
        f'<form method="post" action="{own.address}/judgements/accept">'
        f'<input name="statement" value="{statement}"><input name="token" value="guess">'
        "<button>go</button></form>"
    )
    with local_page(window, own, body) as page:
        refused(page)
    refused(page_at(window, own, body))
    assert list(own.record.statement_judgements()) == []


def refused(page: Any) -> None:
    with page.expect_navigation() as going:
        page.get_by_role("button").click()
    assert going.value.status == 403
