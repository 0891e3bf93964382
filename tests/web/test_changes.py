"""What is decided in the pages: kept with who and when, led back, refused where it has to be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import (
    Article,
    Attribution,
    Entry,
    Filter,
    QueryError,
    Quote,
    Record,
    Span,
    Statement,
    open_record,
)
from onrecord.record.standing import standing
from onrecord.web import urls
from onrecord.web.pages import received
from onrecord.web.pages.changes import DECISIONS
from tests.fakes import somebody
from tests.record.spoken import spoken
from tests.web.conftest import Visitor
from tests.web.selecting import css


class Desk:
    """Somebody who decides: with the token of the page, as a form or as JSON."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.token = visitor.json("/judgements.json")["changing"]["value"]

    def post(self, kind: str, status: int = 303, **fields: Any) -> httpx.Response:
        sent = {"token": self.token} | fields
        answer = self.visitor.client.post(urls.change(kind), data=sent, follow_redirects=False)
        assert answer.status_code == status, answer.text[-2000:]
        return answer

    def send(self, kind: str, value: Any, status: int = 200, token: str | None = None) -> Any:
        headers = {received.HEADER: self.token if token is None else token}
        answer = self.visitor.client.post(urls.change(kind), json=value, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def desk(visitor: Visitor) -> Desk:
    return Desk(visitor)


@pytest.fixture
def statement(filled: Record) -> str:
    return next(filled.review_queue()).statement.id


def state(record: Record, statement: str) -> str | None:
    review = record.statement(statement).review
    return str(review.state) if review else None


def last(record: Record) -> Any:
    return list(record.statement_judgements())[-1]


def alert(answer: httpx.Response) -> str:
    found = re.search(r'<p class="wrong" role="alert">(.*?)</p>', answer.text)
    assert found, answer.text[-2000:]
    return found[1]


# -- statements ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "came"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_is_kept_and_the_next_is_shown(
    filled: Record, desk: Desk, statement: str, kind: str, came: str
) -> None:
    answer = desk.post(kind, statement=statement, back="review", queue="", skip="0")
    assert state(filled, statement) == came
    assert last(filled).who == "Ada"
    shown = desk.visitor.tree(answer.headers["location"])
    assert css(shown, "#accept input[name=statement]")[0].get("value") != statement
    assert statement in css(shown, ".happened")[0].text_content()


def test_it_leads_back_into_the_same_narrowed_queue(filled: Record, desk: Desk, statement: str) -> None:
    answer = desk.post("accept", statement=statement, back="review", queue="outlet=Courier&act=", skip="2")
    assert answer.headers["location"] == "/review?outlet=Courier&skip=2"


def test_a_typed_name_goes_before_the_chosen_one(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("speaker", statement=statement, speaker="Lena Ott", name="Ida Holt")
    assert filled.statement(statement).speaker_name == "Ida Holt"


def test_nobody_known_is_a_choice_and_no_choice_is_none(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("speaker", status=400, statement=statement, name="", back="review")
    assert state(filled, statement) is None
    desk.post("speaker", statement=statement, speaker="", name="", back="review")
    assert filled.statement(statement).speaker_name == ""


def test_marked_spans_are_kept_in_code_points(filled: Record, desk: Desk, statement: str) -> None:
    content = filled.statement(statement).content_spans[0]
    desk.post("span", statement=statement, role="content", spans=f"{content.start}-{content.start + 4}")
    assert filled.statement(statement).content_spans[0].start == content.start
    assert last(filled).kind == "span"


def test_typed_words_are_found_where_the_statement_stands(filled: Record, desk: Desk) -> None:
    entry = next(one for one in filled.statements() if one.content.startswith("“We object"))
    desk.post("span", statement=entry.statement.id, role="content", words="We  object [...] ban")
    found = filled.statement(entry.statement.id)
    assert found.content == "We object […] ban"


def test_none_has_to_be_said(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("span", status=400, statement=statement, role="cue", back="review")
    desk.post("span", statement=statement, role="cue", none="yes", back="review")
    assert filled.statement(statement).cue == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "content", "spans": "9-3"},
        {"role": "content", "spans": "x"},
        {"role": "content", "spans": "0-999999999"},
        {"role": "content", "words": "printed nowhere"},
        {"role": "mood", "words": "We"},
        {"words": "We"},
    ],
)
def test_what_cannot_be_a_span_is_said_and_what_was_typed_stays(
    filled: Record, desk: Desk, statement: str, fields: dict[str, str]
) -> None:
    answer = desk.post("span", status=400, statement=statement, back="review", skip="1", **fields)
    assert alert(answer)
    assert '<details class="panel" id="span" open>' in answer.text
    if "words" in fields:
        assert f'value="{fields["words"]}"' in answer.text
    assert state(filled, statement) is None


def test_undo_takes_back_the_last_and_shows_the_statement_again(
    filled: Record, desk: Desk, statement: str
) -> None:
    queue = [entry.statement.id for entry in filled.review_queue()]
    for one in queue[:2]:
        desk.post("accept", statement=one, back="review")
    for one in reversed(queue[:2]):
        tree = desk.visitor.tree("/review")
        fields = {field.get("name"): field.get("value") for field in css(tree, "#undo input")}
        assert desk.post("undo", **fields).headers["location"] == urls.review(statement=one)
        assert state(filled, one) is None
    assert not css(desk.visitor.tree("/review"), "#undo")


def test_what_was_undone_elsewhere_is_said(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("accept", statement=statement, back="review")
    filled.undo("j1")
    assert "was undone" in alert(desk.post("undo", status=400, judgement="j1", back="review"))
    assert not css(desk.visitor.tree("/review"), "#undo")


def test_another_visitor_cannot_undo_at_a_key(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("accept", statement=statement, back="review")
    desk.visitor.client.cookies.clear()
    assert not css(desk.visitor.tree("/review"), "#undo")


# -- people and utterances -------------------------------------------------------------------------


HOLT, REYES = somebody("Ida Holt", "Holt", id="p1"), somebody("Tomas Reyes", "Reyes", id="p2")


SAID = (
    spoken("aa11", (HOLT, "Ida Holt", "“We sail on Monday,”"), (REYES, "Reyes", "“Nobody asked us,”")),
    spoken("bb22", (HOLT, "Ida Holt", "“The quay is too short,”"), published="2024-03-05"),
    spoken("cc33", (HOLT, "Ida Holt", "“It was a long winter,”"), published="2024-03-09"),
)


@pytest.fixture
def peopled(record: Record) -> Record:
    """A record in which two people speak in three articles."""
    record.store(SAID)
    return record


@pytest.fixture
def registry(peopled: Record, visit: Callable[..., Visitor]) -> Desk:
    return Desk(visit(peopled))


def person(record: Record, name: str) -> Any:
    return next(one for one in record.people() if one.name == name)


def test_people_are_renamed_merged_and_split(peopled: Record, registry: Desk) -> None:
    holt, reyes = person(peopled, "Ida Holt"), person(peopled, "Tomas Reyes")
    answer = registry.post("rename", person=holt.id, name="Ida Marie Holt", back="person")
    assert answer.headers["location"] == urls.person(holt.id)
    assert peopled.person(holt.id).line.name == "Ida Marie Holt"
    registry.post("merge", person=holt.id, other="Tomas Reyes", back="person")
    assert peopled.person(reyes.id).line.id == holt.id
    registry.post("undo", judgement="j2", person=holt.id, back="person")
    registry.post("split", person=holt.id, article=["bb22", "cc33"], back="person")
    assert [one.article for one in peopled.person(holt.id).bearings] == ["aa11"]
    assert {one.who for one in peopled.judgements()} == {"Ada"}


def test_the_page_of_a_person_has_every_form_and_decision(peopled: Record, registry: Desk) -> None:
    holt = person(peopled, "Ida Holt")
    peopled.rename_person(holt.id, "Ida Marie Holt", by="Bo")
    tree = registry.visitor.tree(urls.person(holt.id))
    actions = {form.get("action") for form in css(tree, ".decisions form")}
    assert actions == {urls.change(kind) for kind in ("undo", "rename", "merge", "split")}
    assert {one.get("value") for one in css(tree, ".decisions input[name=article]")} == {
        "aa11",
        "bb22",
        "cc33",
    }
    assert "is called Ida Marie Holt" in css(tree, ".decisions")[0].text_content()


def test_a_merge_that_cannot_be_is_shown_with_what_was_typed(peopled: Record, registry: Desk) -> None:
    holt = person(peopled, "Ida Holt")
    answer = registry.post("merge", status=404, person=holt.id, other="Nobody <b>There", back="person")
    assert "Nobody &lt;b&gt;There" in alert(answer)
    assert 'value="Nobody &lt;b&gt;There"' in answer.text
    registry.post("split", status=400, person=holt.id, back="person")
    assert not list(peopled.judgements())


def test_a_different_person_leaves_the_statement_on_the_desk(peopled: Record, registry: Desk) -> None:
    holt = person(peopled, "Ida Holt")
    tree = registry.visitor.tree("/review?statement=bb22-1")
    fields = {field.get("name"): field.get("value") for field in css(tree, "#split input")}
    answer = registry.post("split", **fields)
    assert answer.headers["location"] == "/review?statement=bb22-1"
    assert peopled.statement("bb22-1").person != holt.id


def test_utterances_are_parted_and_joined(filled: Record, desk: Desk) -> None:
    utterance, *more = filled.utterances()
    one, other = (member.statement for member in utterance.members)
    answer = desk.post("not-same", statement=one, other=other, utterance=utterance.id, back="utterance")
    assert answer.headers["location"] == urls.statement(one)
    assert list(filled.utterances()) == more
    pasted = f"http://127.0.0.1:8765{urls.statement(other)}?x=1"
    desk.post("same", statement=one, other=pasted, utterance=f"u-{one}", back="utterance")
    assert len(list(filled.utterances())) == 1 + len(more)


def test_a_statement_that_is_not_there_is_said_beside_the_reports(filled: Record, desk: Desk) -> None:
    utterance = next(filled.utterances())
    one = utterance.members[0].statement
    fields = {"statement": one, "other": "nowhere-1", "utterance": utterance.id}
    answer = desk.post("same", status=404, back="utterance", **fields)
    assert 'value="nowhere-1"' in answer.text


# -- judgements ------------------------------------------------------------------------------------


def test_all_judgements_are_listed_the_latest_first(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("accept", statement=statement)
    desk.post("rename", person=person(filled, "Lena Ott").id, name="Lena Marie Ott")
    desk.post("undo", judgement="j1", back="judgements", page="1")
    data = desk.visitor.json("/judgements.json")
    assert [one["id"] for one in data["judgements"]] == ["j2", "j1"]
    assert (data["total"], data["undone"]) == (2, 1)
    tree = desk.visitor.tree("/judgements")
    assert [row.get("id") for row in css(tree, "tbody tr")] == ["j2", "j1"]
    assert len(css(tree, "tbody form")) == 1
    assert "2 judgements, 1 of them undone" in " ".join(css(tree, ".count")[0].text_content().split())


def taken_in(desk: Desk, content: bytes) -> str:
    files = {"file": ("kept.jsonl", content)}
    answer = desk.visitor.client.post(urls.change("import"), data={"token": desk.token}, files=files)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def test_training_data_is_taken_along_and_in_again(
    registry: Desk, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    registry.post("reject", statement="aa11-2")
    registry.post("span", statement="bb22-1", role="content", words="quay is too short")
    exported = registry.visitor.get(urls.export("training")).content
    assert "0 new judgements" in taken_in(registry, exported)
    with open_record(tmp_path / "other.db") as other:
        other.take(registry.visitor.get(urls.export("record")).content.splitlines())
        for one in (1, 2):
            other.undo(one)
        desk = Desk(visit(other))
        taken_in(desk, exported)
        assert state(other, "aa11-2") is None  # what is here already stays as it is, undone too
    with open_record(tmp_path / "fresh.db") as fresh:
        fresh.store(SAID)
        desk = Desk(visit(fresh))
        assert "2 new judgements" in taken_in(desk, exported)
        assert state(fresh, "aa11-2") == "rejected"
        assert fresh.statement("bb22-1").content == "quay is too short"
        assert "0 new judgements" in taken_in(desk, exported)


def test_a_bad_line_is_left_out_and_told_of(registry: Desk) -> None:
    assert "1 line was left out" in taken_in(registry, b"{no")


def test_a_file_is_needed(desk: Desk) -> None:
    answer = desk.visitor.client.post(urls.change("import"), data={"token": desk.token})
    assert answer.status_code == 400
    empty = desk.visitor.client.post(
        urls.change("import"), content=b"", headers={"content-type": "multipart/form-data"}
    )
    assert empty.status_code == 400


# -- refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*DECISIONS, "import"])
def test_nothing_is_decided_without_the_token(filled: Record, desk: Desk, kind: str, statement: str) -> None:
    for token in ("", "0" * 64):
        desk.post(kind, status=403, statement=statement, token=token)
    desk.send(kind, {"statement": statement}, status=403, token="")
    assert not list(filled.statement_judgements())


@pytest.mark.parametrize("kind", [*DECISIONS, "import"])
def test_nothing_is_decided_in_pages_for_reading_alone(
    filled: Record, visit: Callable[..., Visitor], kind: str, statement: str
) -> None:
    desk = Desk(visit(filled, may_change=False))
    desk.post(kind, status=403, statement=statement)
    desk.send(kind, {"statement": statement}, status=403)
    assert not list(filled.statement_judgements())


def test_a_form_leads_to_no_other_address(desk: Desk, statement: str) -> None:
    for back in ("//evil.example", "https://evil.example", "", "review\r\nx: y"):
        fields = {"statement": statement, "back": back, "next": "//evil.example"}
        where = desk.post("accept", **fields).headers["location"]
        assert where == urls.statement(statement)
    where = desk.post("accept", statement=statement, back="review", queue="//evil.example", skip="")
    assert where.headers["location"] == "/review"
    desk.post("rename", status=404, person="//evil.example", name="X", back="person")


def test_too_much_is_refused(desk: Desk, statement: str) -> None:
    desk.post("accept", status=413, statement=statement, words="x" * received.LARGEST_FORM)
    desk.post("accept", status=400, statement=statement, words="x" * 200_000)
    many = "&".join(["a=1"] * 6000)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = desk.visitor.client.post(urls.change("accept"), content=many, headers=headers)
    assert answer.status_code == 400


def test_a_body_that_understates_its_length_is_refused(desk: Desk) -> None:
    def parts() -> Any:
        for _ in range(30):
            yield b"a" * 100_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = desk.visitor.client.post(urls.change("accept"), content=parts(), headers=headers)
    assert answer.status_code == 413


# -- as JSON ---------------------------------------------------------------------------------------


def test_a_program_decides_with_json(filled: Record, desk: Desk, statement: str) -> None:
    content = filled.statement(statement).content_spans[0]
    spans = [[content.start, content.start + 3]]
    made = desk.send("span", {"statement": statement, "role": "content", "spans": spans})
    assert made["judgement"]["kind"] == "span"
    assert filled.statement(statement).content_spans[0].start == Span(*spans[0]).start
    desk.send("span", {"statement": statement, "role": "cue", "spans": []})
    assert filled.statement(statement).cue == ""
    undone = desk.send("undo", {"judgement": made["judgement"]["id"]})
    assert undone["judgement"]["undone"]
    assert desk.send("speaker", {"statement": statement, "speaker": ""})["judgement"]["value"] == ""


@pytest.mark.parametrize(
    "value",
    [[], "x", None, {"statement": 3}, {"statement": [[1]]}, {"statement": {}}, {}, {"statement": "\ud800-1"}],
)
def test_what_is_no_decision_is_said_as_json(filled: Record, desk: Desk, value: Any) -> None:
    headers = {received.HEADER: desk.token, "content-type": "application/json"}
    answer = desk.visitor.client.post(urls.change("accept"), content=json.dumps(value), headers=headers)
    assert answer.status_code in (400, 404)
    assert answer.json()["error"]["message"]
    assert not list(filled.statement_judgements())


def test_broken_json_is_said(desk: Desk) -> None:
    headers = {received.HEADER: desk.token, "content-type": "application/json"}
    for broken in (b"{", b"\xff", b"[" * 100_000):
        answer = desk.visitor.client.post(urls.change("accept"), content=broken, headers=headers)
        assert answer.status_code == 400, answer.text


def test_every_review_state_is_found_by_the_search(filled: Record, desk: Desk, statement: str) -> None:
    desk.post("reject", statement=statement)
    found = [one.statement.id for one in filled.statements(Filter(reviewed="rejected"))]
    assert found == [statement]


# -- typed words -----------------------------------------------------------------------------------


@given(st.data())
def test_typed_words_are_found_where_they_are_printed_or_not_at_all(data: st.DataObject) -> None:
    letters = st.text(st.sampled_from("ab \n“”\U0001f600é."), min_size=1, max_size=40)
    text = data.draw(letters.filter(str.strip))
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    whole = Attribution((Span(0, len(text)),), (), (), Quote.INDIRECT, True, 0.5)
    entry = Entry(Statement("x-1", "x", whole), Article("x", text))
    try:
        found = standing(entry, "content", words)
    except QueryError:
        assert text.count(words) > 1 or " ".join(text.split()).count(" ".join(words.split())) > 1
        return
    assert [" ".join(one.of(text).split()) for one in found] == ([" ".join(words.split())] if words else [])
