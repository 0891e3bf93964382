"""What a reader does: from a question to the printed words and back, in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.browser.conftest import WORDS, Served, Window

NUMBER = re.compile(r"\s*([\d,]+)(\s+of\s+[\d,]+)?\s*$")


def visible(page: Any, selector: str) -> bool:
    """Say whether the first such element stands inside the window."""
    found: bool = page.eval_on_selector(
        selector,
        "e => { const b = e.getBoundingClientRect();"
        " return b.top >= 0 && b.bottom <= innerHeight && b.width > 0 }",
    )
    return found


def test_from_a_search_to_the_highlighted_words_and_back(served: Served, window: Window) -> None:
    page = window(served).open("/")
    page.get_by_role("searchbox", name="Search all statements").fill(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=*")
    found = page.locator(".hit")
    assert found.count() == len(list(served.record.find(WORDS, limit=20)))
    assert found.first.locator("mark").first.inner_text().lower().startswith(WORDS)
    search = page.url
    found.first.locator("a.open").click()
    page.wait_for_url("**/articles/**")
    marks = page.locator(".para mark")
    assert marks.first.inner_text().lower().startswith(WORDS)
    number = page.url.rpartition("#s")[2]
    page.wait_for_selector(f".para .lit[data-s~='{number}']")
    assert visible(page, f".para .lit[data-s~='{number}']")
    best = next(served.record.find(WORDS, limit=1))
    lit = "".join(page.locator(f".para [data-s~='{number}'].content").all_inner_texts())
    assert " ".join(best.content.split()).strip("“”\"'")[:40] in " ".join(lit.split())
    page.go_back()
    assert page.url == search
    assert page.locator(".hit").count() == found.count()


def test_next_and_previous_statement_by_key(served: Served, window: Window) -> None:
    article = next(served.record.articles()).id
    page = window(served).open(f"/articles/{article}")
    seen = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        number = page.url.rpartition("#s")[2]
        seen.append(number)
        assert page.locator(f".para .lit[data-s~='{number}']").count() > 0
    assert seen[1] == seen[3]
    assert len(set(seen)) == 3


def test_next_and_previous_statement_by_button(served: Served, window: Window) -> None:
    article = next(served.record.articles()).id
    page = window(served).open(f"/articles/{article}")
    page.get_by_role("button", name="Next statement").click()
    first = page.url
    page.get_by_role("button", name="Next statement").click()
    assert page.url != first
    page.get_by_role("button", name="Previous statement").click()
    assert page.url == first


def test_results_are_walked_by_key(served: Served, window: Window) -> None:
    page = window(served).open(f"/search?words={WORDS}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".hit.here").count() == 1
    second = page.locator(".hit").nth(1).locator("a.open").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    assert page.url.endswith(second)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "quick"


def test_help_is_a_key_away(served: Served, window: Window) -> None:
    page = window(served).open("/search")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog", name="Keys").is_visible()


def test_an_export_has_the_rows_of_the_screen(served: Served, window: Window, tmp_path: Path) -> None:
    page = window(served).open("/search?speaker=Duan&count=report")
    shown: list[str] = []
    told = int(re.sub(r"\D", "", page.locator(".count strong").inner_text()))
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as downloading:
        page.locator(".exports a", has_text=re.compile("^csv$", re.IGNORECASE)).click()
    downloading.value.save_as(tmp_path / "export.csv")
    while True:
        shown += page.locator(".hit a", has_text=re.compile("^statement$")).evaluate_all(
            "links => links.map(link => link.href)"
        )
        following = page.locator("a[rel=next]")
        if not following.count():
            break
        following.click()
        page.wait_for_load_state()
    text = (tmp_path / "export.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [unquote(row["permalink"]) for row in rows] == [unquote(address) for address in shown]
    assert len(rows) == told > 20


def test_variants_stand_side_by_side_with_what_differs(served: Served, window: Window) -> None:
    utterance = next(
        one
        for one in served.record.utterances()
        if len({member.article for member in one.members}) > 1 and differs(served, one.members[0].statement)
    )
    page = window(served).open(f"/utterances/{utterance.id}")
    assert page.locator("del, ins").count() > 0
    for report in served.record.compare(utterance.members[0].statement)[0].reports:
        assert report.entry.article.id in page.content()


def differs(served: Served, statement: str) -> bool:
    found = served.record.compare(statement)
    return len(found) == 1 and len({report.words for report in found[0].reports}) > 1


def test_a_story_leads_to_what_several_outlets_report(served: Served, window: Window) -> None:
    page = window(served).open("/stories")
    page.locator("main a[href^='/stories/']").first.click()
    page.wait_for_url("**/stories/*")
    assert page.locator("table").count() > 0
    page.locator("main a[href*='/utterances/']").first.click()
    page.wait_for_url("**/utterances/*")


def test_every_number_of_the_overview_leads_to_as_many_rows(served: Served, window: Window) -> None:
    page = window(served).open("/")
    links = page.locator("main a[href^='/search?']").evaluate_all(
        "links => links.map(link => [link.getAttribute('href'), link.textContent])"
    )
    told = {address: found[1] for address, words in links if (found := NUMBER.match(words))}
    assert len(told) > 10
    for address, number in list(told.items())[:: max(1, len(told) // 12)]:
        page.goto(served.address + address)
        count = re.sub(r"\D", "", page.locator(".count strong").inner_text())
        assert count == number.replace(",", ""), address


def test_reading_needs_no_script(served: Served, window: Window) -> None:
    page = window(served, java_script_enabled=False).open("/")
    page.get_by_label("Search all statements").fill(WORDS)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator(".hit a.open").first.click()
    assert page.locator(".para mark").count() > 0
    number = page.url.rpartition("#s")[2]
    assert page.locator(f"#s{number}").count() == 1
    page.go_back()
    page.locator(".hit a", has_text=re.compile("^statement$")).first.click()
    assert "/statements/" in page.url
    page.go_back()
    page.locator(".hit a.speaker").first.click()
    assert "/people/" in page.url
    assert page.locator("main h1").inner_text().strip()
    for path in ("/people", "/stories", "/articles", "/review", "/judgements"):
        assert page.goto(served.address + path).status == 200
        assert page.locator("main h1").count() == 1


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_card_can_be_copied(served: Served, window: Window, form: str) -> None:
    statement = next(served.record.find(WORDS, limit=1)).statement.id
    page = window(served, permissions=["clipboard-read", "clipboard-write"]).open(f"/statements/{statement}")
    button = page.get_by_role("button", name=re.compile("copy", re.IGNORECASE)).first
    assert button.is_visible()
    card = page.request.get(f"{served.address}/statements/{statement}/card/{form}")
    assert statement in card.text()
