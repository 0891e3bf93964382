"""What every page has to be for everybody: accessible, within its width, quiet, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import WORDS, Served, Window

PAGES = (
    "overview",
    "search",
    "search-words",
    "nothing",
    "people",
    "person",
    "namesakes",
    "stories",
    "story",
    "reprints",
    "articles",
    "article",
    "article-words",
    "statement",
    "utterances",
    "utterance",
    "problems",
    "review",
    "judgements",
    "wrong",
)


def address(served: Served, name: str) -> str:
    """Return the address of a page, at what the sample story has."""
    record = served.record
    article = max(record.articles(), key=lambda line: line.statements).id
    entry = next(record.find(WORDS, limit=1))
    utterance = max(record.utterances(), key=lambda one: len(one.members)).id
    return {
        "overview": "/",
        "search": "/search",
        "search-words": f"/search?words={WORDS}&count=report&from=2020",
        "nothing": "/search?words=nothing+of+the+kind",
        "people": "/people",
        "person": f"/people/{next(record.people()).id}",
        "namesakes": "/people/the",
        "stories": "/stories",
        "story": f"/stories/{article}",
        "reprints": "/reprints",
        "articles": "/articles",
        "article": f"/articles/{article}",
        "article-words": f"/articles/{entry.article.id}?words={WORDS}#s1",
        "statement": f"/statements/{entry.statement.id}",
        "utterances": "/utterances",
        "utterance": f"/utterances/{utterance}",
        "problems": "/problems",
        "review": "/review",
        "judgements": "/judgements",
        "wrong": "/statements/nothing-1",
    }[name]


def serious(page: Any) -> list[str]:
    """Return what axe finds serious or worse in a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary'][:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_keeps_to_its_width(served: Served, window: Window, name: str) -> None:
    watched = window(served)
    page = watched.page
    page.goto(served.address + address(served, name))
    found = []
    for width, scheme, unfolded in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(UNFOLD, unfolded)
        found += [f"{width} {scheme}: {one}" for one in serious(page)]
    page.evaluate(UNFOLD, True)
    for width in (390, 768, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: the page is {wide} wide; {page.evaluate(WIDEST, width)}")
    if name in ("wrong", "namesakes"):  # the browser itself notes an answer that is not 200
        watched.wrong = [said for said in watched.wrong if "Failed to load resource" not in said]
    assert found == []


LOOKS = ((1280, "light", False), (1280, "dark", True), (390, "light", True), (390, "dark", False))
"""Width, colours, and whether all that can be unfolded is."""
UNFOLD = "open => document.querySelectorAll('details').forEach(one => { one.open = open })"
WIDEST = """width => [...document.querySelectorAll("main *")]
  .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest("[tabindex], .wide"))
  .slice(0, 3).map(one => one.outerHTML.slice(0, 120)).join(" | ")"""


@pytest.mark.parametrize("name", ["overview", "search", "article", "person", "story"])
def test_a_page_can_be_walked_with_tab_and_the_focus_is_seen(
    served: Served, window: Window, name: str
) -> None:
    page = window(served).open(address(served, name))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 }"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_a_page_prints_without_what_only_a_screen_needs(served: Served, window: Window) -> None:
    page = window(served).open(address(served, "article"))
    page.emulate_media(media="print")
    assert not page.locator("header.top nav").is_visible()
    assert page.locator(".para").first.is_visible()
