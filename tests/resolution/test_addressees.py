"""To whom: every entry of the word list fires, traps stay empty, and no text makes it fail."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Attribution, Quote, Span, spans
from onrecord.resolution.setting.addressees import addressee
from tests.resolution.setting_examples import Example, example

WORDS = tomllib.loads(
    files("onrecord.resolution").joinpath("lexicon", "addressees.toml").read_text(encoding="utf-8")
)
VERBS = [
    (f"{group} {kind} {lemma}", marked)
    for group in ("object", "after")
    for kind, section in WORDS[group].items()
    for lemma, marked in section.items()
]


def found(one: Example) -> str | None:
    answer = addressee(one.text, one.attribution)
    return None if answer is None else answer.span.of(one.text)


@pytest.mark.parametrize(("name", "marked"), VERBS, ids=[name for name, _ in VERBS])
def test_every_verb_finds_its_addressee(name: str, marked: str) -> None:
    one = example(marked)
    assert found(one) == one.words(one.wanted)


@pytest.mark.parametrize("section", ["participles", "before_people"])
def test_other_entries_find_their_addressee(section: str) -> None:
    for marked in WORDS[section].values():
        one = example(marked)
        assert found(one) == one.words(one.wanted), marked


@pytest.mark.parametrize("marked", WORDS["things"].values(), ids=WORDS["things"])
def test_what_is_told_is_not_addressed(marked: str) -> None:
    assert found(example(marked)) is None


@pytest.mark.parametrize("marked", WORDS["audience"].values(), ids=WORDS["audience"])
def test_people_are_addressed_after_to_where_things_are_not(marked: str) -> None:
    wanted = re.search(r"\{(.+)\}", marked)
    assert wanted, marked
    plain = marked.replace("{", "[").replace("}", "]")
    assert found(example(plain, cue="(?:admitted|confessed|confirmed)")) == wanted[1]


@pytest.mark.parametrize(
    ("marked", "rule"),
    [
        ("The porter {told} [guests] the lift was stuck.", "object"),
        ("[The villagers] {were told} that the well was dry.", "subject of a passive"),
        ("{Asked} whether he would pay, [Mr. Oster] shrugged.", "asked, answers"),
        ("In a letter to [the abbess], the bishop {wrote} that the roof would hold.", "letter to"),
        ("Speaking to [dockers], the owner {said} that the crane was sold.", "speaking to"),
        ("Asked by [a pupil] what he feared, the poet {replied} that he feared moths.", "asked by"),
    ],
)
def test_the_rule_is_named(marked: str, rule: str) -> None:
    one = example(marked)
    answer = addressee(one.text, one.attribution)
    assert answer is not None
    assert (answer.span, answer.rule) == (one.wanted, rule)
    assert 0.5 < answer.confidence < 1


@pytest.mark.parametrize(
    "marked",
    [
        "The heirs {accused} the notary of theft.",
        "The mayor {blamed} the storm for the flood.",
        "Keepers {warned} visitors would be bitten.",
        "The owner {pledged} to mend the stairs.",
        "The baron {ordered} the felling of the oaks.",
        "The abbot {is said} to own a bear.",
        "The clerk {confessed} to three thefts.",
    ],
)
def test_who_is_only_spoken_of_is_no_addressee(marked: str) -> None:
    assert found(example(marked)) is None


@pytest.mark.parametrize(("cue", "content"), [("told reporters", "that"), ("told", "reporters that")])
def test_an_addressee_swallowed_by_cue_or_content_is_found(cue: str, content: str) -> None:
    text = "The keeper told reporters that the bear was asleep."
    start, opens = text.index(cue), text.index(content)
    attribution = Attribution(
        spans([(opens, len(text) - 1)]), spans([(start, start + len(cue))]), (), Quote.INDIRECT, True, 1.0
    )
    answer = addressee(text, attribution)
    assert answer is not None and answer.span.of(text) == "reporters"


TEXT = st.text(alphabet=st.sampled_from("told asked warnedby to the BBC Ren,.“”'\" \n-that"), max_size=80)


@given(TEXT, st.data())
def test_no_text_makes_it_fail_and_spans_lie_inside(text: str, data: st.DataObject) -> None:
    attribution = any_attribution(text, data)
    answer = addressee(text, attribution)
    assert answer is None or answer.span.end <= len(text)


def any_attribution(text: str, data: st.DataObject) -> Attribution:
    """Return an attribution with spans anywhere in the text, in any order, or none."""

    def some(most: int) -> tuple[Span, ...]:
        if not text:
            return ()
        starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=most))
        return tuple(Span(a, data.draw(st.integers(a + 1, len(text)))) for a in starts)

    return Attribution(some(2), some(2), some(1), data.draw(st.sampled_from(Quote)), True, 1.0)
