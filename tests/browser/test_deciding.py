"""What a reviewer does, from the keyboard, and what the record then has."""

from __future__ import annotations

from typing import Any

from onrecord import Record, Span
from tests.browser.conftest import Served, Window


def standing(record: Record) -> list[tuple[str, str]]:
    """Return the kinds and values of the decisions that stand."""
    return [(one.kind, one.value) for one in record.statement_judgements() if not one.undone]


def press(page: Any, key: str) -> None:
    """Press a key that decides, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_queue_is_worked_from_the_keyboard(own: Served, window: Window) -> None:
    waiting = [entry.statement.id for entry in own.record.review_queue(limit=6)]
    page = window(own).open("/review")
    press(page, "a")
    press(page, "x")
    press(page, "j")
    press(page, "a")
    reviewed = {one.statement.id: str(one.review.state) for one in decided(own.record)}
    assert reviewed == {waiting[0]: "accepted", waiting[1]: "rejected", waiting[3]: "accepted"}
    assert own.record.count_queue() == own.record.counts().statements + 1 - 3
    assert all(one.who == "Ada" for one in own.record.statement_judgements())


def decided(record: Record) -> list[Any]:
    from onrecord import Filter

    found = [*record.statements(Filter(reviewed="any")), *record.statements(Filter(reviewed="rejected"))]
    return list({one.statement.id: one for one in found}.values())


def test_a_correction_is_shown_and_undone(own: Served, window: Window) -> None:
    entry = next(one for one in own.record.review_queue(limit=200) if one.speaker_name)
    page = window(own).open(f"/review?statement={entry.statement.id}")
    page.keyboard.press("s")
    page.keyboard.press("0")
    press(page, "Enter")
    assert own.record.statement(entry.statement.id).speaker_name == ""
    article = page.context.new_page()
    article.goto(f"{own.address}/statements/{entry.statement.id}")
    assert article.locator(".person-decided").count() > 0
    assert "Ada" in article.locator("main").inner_text()
    article.close()
    press(page, "u")
    assert own.record.statement(entry.statement.id).speaker_name == entry.speaker_name
    undone = [one.undone for one in own.record.statement_judgements()]
    assert all(undone)
    assert len(undone) == 1


def test_words_are_corrected_by_selecting_them(own: Served, window: Window) -> None:
    entry = next(
        one
        for one in own.record.review_queue(limit=300)
        if len(one.content_spans) == 1 and len(one.content) > 40 and "\n" not in one.content
    )
    (span,) = entry.content_spans
    page = window(own).open(f"/review?statement={entry.statement.id}")
    page.keyboard.press("e")
    page.evaluate(SELECT, [span.start + 3, span.end - 4])
    press(page, "Enter")
    corrected = own.record.statement(entry.statement.id)
    assert corrected.content_spans == (trimmed(entry.article.text, span.start + 3, span.end - 4),)
    assert corrected.statement.attribution.content == (span,)


SELECT = """([start, end]) => {
  const place = (offset, ends) => {
    for (const stretch of document.querySelectorAll("#text [data-at]")) {
      const at = Number(stretch.dataset.at), letters = [...stretch.textContent];
      const until = at + letters.length;
      if (ends ? at < offset && offset <= until : at <= offset && offset < until) {
        const walker = document.createTreeWalker(stretch, NodeFilter.SHOW_TEXT);
        let left = letters.slice(0, offset - at).join("").length, node = walker.nextNode();
        while (node && left > node.length) { left -= node.length; node = walker.nextNode(); }
        return [node, left];
      }
    }
  };
  getSelection().setBaseAndExtent(...place(start, false), ...place(end, true));
}"""


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the white space at its ends."""
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))


def test_a_decision_is_made_without_a_script_too(own: Served, window: Window) -> None:
    first = next(own.record.review_queue(limit=1)).statement.id
    page = window(own, java_script_enabled=False).open("/review")
    page.get_by_role("button", name="Accept").click()
    assert [one.subject for one in own.record.statement_judgements()] == [first]
    page.goto(f"{own.address}/judgements")
    page.get_by_role("button", name="Undo").first.click()
    assert standing(own.record) == []


def test_a_person_is_renamed_and_the_name_taken_back(own: Served, window: Window) -> None:
    person = next(own.record.people())
    page = window(own).open(f"/people/{person.id}")
    opened = page.locator("details:has(form[action='/judgements/rename'])")
    if opened.count():
        opened.first.evaluate("details => { details.open = true }")
    form = page.locator("form[action='/judgements/rename']")
    form.locator("input[name=name]").fill("Somebody Else")
    with page.expect_navigation():
        form.get_by_role("button").click()
    assert page.locator("main h1").inner_text().strip() == "Somebody Else"
    assert own.record.person(person.id).line.name == "Somebody Else"
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").first.click()
    assert own.record.person(person.id).line.name == person.name
