"""What a statement does: every word of the lexicon is found, clear cases are read as a reader would."""

from __future__ import annotations

import re
import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.acts import accuracy, evaluate_acts, gold_acts, labelled, macro_f1
from onrecord.extraction.cue_lexicon import classify
from onrecord.model import Attribution, Quote, Span, Spans
from onrecord.resolution.act.act_clues import Clue, clues_of
from onrecord.resolution.act.act_evidence import evidence_in, opening_evidence, rows, words_of
from onrecord.resolution.act.acts import ACTS, act_of, weights_of_acts

LEXICON = tomllib.loads(
    files("onrecord.resolution").joinpath("lexicon", "acts.toml").read_text(encoding="utf-8")
)
ROWS = list(rows(LEXICON))
CUES = [(act, lemma, example) for act, cues in LEXICON["cue"].items() for lemma, example in cues.items()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ".".join(row[:3]))
def test_every_entry_is_found_by_its_example(row: tuple[str, str, str, str]) -> None:
    place, kind, _, example = row
    marked = re.search(r"\{(.+)\}", example)
    assert marked, example
    words = words_of(example.replace("{", "").replace("}", ""), (Span(0, len(example) - 2),))
    found = opening_evidence(words) if place == "opening" else evidence_in(words, place)
    here = Span(marked.start(), marked.start() + len(marked[1]))
    kinds = {evidence.kind for evidence in found if evidence.span == here}
    assert kinds & {f"{place}.{kind}", f"{place}.{kind}_not"}


@pytest.mark.parametrize(("act", "lemma", "example"), CUES, ids=lambda value: str(value)[:20])
def test_every_cue_read_otherwise_is_found_by_its_example(act: str, lemma: str, example: str) -> None:
    marked = re.search(r"\{(.+)\}", example)
    assert marked
    found = classify(marked[1])
    assert found is not None and found.lemma == lemma
    assert act in ACTS or act == "characterise"


def test_there_are_many_entries_and_each_has_an_example_of_its_own() -> None:
    assert len(ROWS) > 1000
    assert len({(place, kind, words) for place, kind, words, _ in ROWS}) == len(ROWS)


def test_what_a_clue_speaks_for_names_acts_and_kinds_that_there_are() -> None:
    kinds = {f"{place}.{kind}" for place, kind, _, _ in ROWS}
    kinds |= {kind.replace(".they_", ".others_") for kind in kinds}
    for clue, acts in LEXICON["speaks_for"].items():
        assert set(acts) <= set(ACTS), clue
        assert clue.startswith(("cue.", "page.", "closing.")) or clue in kinds


def test_the_weights_are_of_the_acts_and_of_clues_that_there_are() -> None:
    weights = weights_of_acts()
    assert len(weights.bias) == len(ACTS)
    assert all(len(worth) == len(ACTS) for worth in weights.clues.values())
    kinds = {f"{place}.{kind}" for place, kind, _, _ in ROWS}
    kinds |= {kind.replace(".they_", ".others_") for kind in kinds}
    kinds |= {f"{kind}_not" for kind in kinds}
    lexical = {
        name.removesuffix("+") for name in weights.clues if re.fullmatch(r"(content|source)\.\w+\+?", name)
    }
    assert lexical - kinds <= {"content.number", "content.negation", "content.short", "content.question"}


CLEAR = [
    ("deny", "{s The port} {c denied} {q that the crane was old}."),
    ("deny", '{q "That is not true. We never sold it,"} {s the curator} {c said}.'),
    ("confirm", "{s The port} {c did not deny} {q that the crane was old}."),
    ("confirm", "{s The butler} {c admitted} {q moving the clock}."),
    ("decline-to-comment", "{s The bank} {c refused to comment} {q on the offer}."),
    ("decline-to-comment", "{s The chief} {c declined to say} {q how it began}."),
    ("decline-to-comment", "{s Police} {c would not confirm} {q the arrest}."),
    ("decline-to-comment", '{q "No comment,"} {s she} {c said}.'),
    ("promise", "{s The twins} {c pledged} {q not to sell the house}."),
    ("promise", '{q "We will never close this school,"} {s the mayor} {c said}.'),
    ("promise", "{s He} {c said} {q that selling the boat was a step he would not take}."),
    ("promise", "{s The king} {c offered} {q to pay for the bell}."),
    ("warn", "{s The keeper} {c warned} {q that the ice was thin}."),
    ("warn", "{s Doctors} {c said} {q the fever could spread and lives were at risk}."),
    ("demand", "{s The strikers} {c demanded} {q that the manager go}."),
    ("demand", "{s The guard} {c told} us {q to leave}."),
    ("demand", "{s The bishop} {c called} {q for calm}."),
    ("ask", '{q "Why did you sell your boat?"} {s she} {c said}.'),
    ("ask", "{c Asked} {q whether the well was dry}, the miller laughed."),
    ("apologise", "{q \"I'm sorry,\"} {s the driver} {c said}."),
    ("predict", "{s Brokers} {c predicted} {q that wool would rise}."),
    ("predict", "{s Analysts} {c said} {q the party is likely to win the seat}."),
    ("praise", '{q "She is a brilliant and generous teacher,"} {s the father} {c said}.'),
    ("criticise", '{q "This is a disgrace,"} {s the widow} {c said}.'),
    ("criticise", "{s The critic} {c called} {q the film a boring mess}."),
    ("allege", "{s Prosecutors} {c said} {q he had bribed two judges}."),
    ("allege", "{s He} {c is accused} {q of stealing a harp}."),
    ("announce", "{s The club} {c announced} {q that the match was off}."),
    ("announce", "{s The airline} {c said} {q it will launch a line to the island in May}."),
    ("other", "{s The mayor} {c proposed} {q a toll on lorries}."),
    ("assert", "{s The survey} {c said} {q that 41 per cent of homes had a bath}."),
    ("assert", '{q "It was raining and we had tea,"} {s he} {c said}.'),
]  # fmt: skip


@pytest.mark.parametrize(("act", "marked"), CLEAR, ids=lambda value: value[:40])
def test_a_clear_case_is_read_as_a_reader_would(act: str, marked: str) -> None:
    item = labelled(marked, act)
    assert act_of(item.text, item.attribution).name == act


def test_an_attitude_has_no_act() -> None:
    attribution = Attribution((Span(8, 20),), (Span(3, 7),), (Span(0, 2),), Quote.INDIRECT, False, 0.9)
    assert act_of("He hopes that it rains", attribution).name == ""


def test_an_act_gives_the_words_that_tell_it_and_what_read_them() -> None:
    item = labelled('{q "This is a disgrace,"} {s the widow} {c said}.', "criticise")
    found = act_of(item.text, item.attribution)
    assert found.rule == "content.bad"
    assert "disgrace" in [span.of(item.text) for span in found.spans]
    assert 0.5 < found.confidence < 1


def test_a_plain_case_is_surer_than_an_unclear_one() -> None:
    sure, unsure = (
        labelled("{s She} {c denied} {q it}.", "deny"),
        labelled("{s She} {c said} {q so}.", "assert"),
    )
    assert act_of(sure.text, sure.attribution).confidence > act_of(unsure.text, unsure.attribution).confidence


def test_in_a_direct_quotation_he_is_not_who_speaks() -> None:
    direct = labelled('{q "He will leave,"} {s she} {c said}.', "predict")
    indirect = labelled("{s He} {c said} {q he will leave}.", "promise")
    assert "content.others_will" in {clue.name for clue in clues_of(direct.text, direct.attribution)}
    assert "content.they_will" in {clue.name for clue in clues_of(indirect.text, indirect.attribution)}


def test_the_turns_of_a_transcript_tell_who_asks() -> None:
    text = "Ames: Is it deep?\n\nBrook: It is.\n\nAmes: The map says two metres.\n\nBrook: Three."
    turn = Attribution((Span(40, 63),), (), (), Quote.DIRECT, True, 1.0)
    assert turn.content[0].of(text) == "The map says two metres"
    assert Clue("page.turn of who asks", Span(34, 38)) in clues_of(text, turn)
    assert act_of(text, turn).name == "ask"


def test_figures_on_our_own_sentences_stay_above_their_floors() -> None:
    figures = evaluate_acts()
    assert figures["acts accuracy"] > 86
    assert figures["acts macro-F1"] > 87
    assert figures["held acts accuracy"] > 78
    assert figures["held acts macro-F1"] > 79


def test_the_gold_has_every_act_in_both_parts() -> None:
    gold = gold_acts()
    assert len(gold) >= 350
    assert (
        {item.act for item in gold if item.held} == set(ACTS) == {item.act for item in gold if not item.held}
    )
    assert 0.3 < sum(item.held for item in gold) / len(gold) < 0.37


def test_accuracy_and_f1() -> None:
    pairs = [("deny", "deny"), ("deny", "assert"), ("assert", "assert"), ("ask", "assert")]
    assert accuracy(pairs) == 50
    assert macro_f1(pairs) == pytest.approx(100 * (2 / 3 + 1 / 2 + 0) / 3)


WORDS = st.text(alphabet=st.sampled_from("abI not will? '’:.\n\"“”Q A"), max_size=80)


@given(st.text(max_size=150) | WORDS, st.data())
def test_no_text_makes_it_fail_and_spans_lie_inside_it(text: str, data: st.DataObject) -> None:
    def some() -> Spans:
        if not text or data.draw(st.booleans()):
            return ()
        start = data.draw(st.integers(0, len(text) - 1))
        return (Span(start, data.draw(st.integers(start + 1, len(text)))),)

    kind = data.draw(st.sampled_from(list(Quote)))
    found = act_of(text, Attribution(some(), some(), some(), kind, data.draw(st.booleans()), 0.5))
    assert found.name in (*ACTS, "")
    assert 0 <= found.confidence <= 1
    assert all(span.end <= len(text) for span in found.spans)
    assert list(found.spans) == sorted(found.spans)


def test_a_call_is_quick() -> None:
    items = gold_acts()[:100]
    act_of(items[0].text, items[0].attribution)
    best = min(_seconds(items) for _ in range(5))
    assert best < 300e-6, "90 microseconds a call on an idle machine"


def _seconds(items: list) -> float:  # type: ignore[type-arg]
    start = time.perf_counter()
    for item in items:
        act_of(item.text, item.attribution)
    return (time.perf_counter() - start) / len(items)
