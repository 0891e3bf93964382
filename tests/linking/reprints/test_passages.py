"""Shared passages: where they stand, what is copied and what is only quoted by both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.reprints.boilerplate import boilerplate, stock
from onrecord.linking.reprints.passages import Passage, PassageKind, ReprintText, shared_passages
from tests.linking.reprints.texts import BRIDGE, FERRY, HARBOUR, MILL, QUOTED, STOCK, STORY, edited

PIECES = st.sampled_from([HARBOUR, BRIDGE, FERRY, MILL, QUOTED, STOCK, edited(HARBOUR), "Ida said so.", "«"])
TEXTS = st.lists(PIECES, max_size=5).map("\n\n".join)


def found(one: str, other: str) -> tuple[Passage, ...]:
    return shared_passages(ReprintText(one), ReprintText(other))


def kinds(one: str, other: str) -> set[str]:
    return {str(passage.kind) for passage in found(one, other)}


class TestWhatIsShared:
    def test_a_whole_article(self) -> None:
        (passage,) = found(STORY, f"Our own beginning.\n\n{STORY}")
        assert passage.kind is PassageKind.WHOLE
        assert passage.one.of(STORY) == STORY.rstrip(".")

    def test_a_paragraph_in_another_article(self) -> None:
        other = f"{BRIDGE}\n\n{HARBOUR}\n\n{FERRY}"
        (passage,) = found(f"{MILL}\n\n{HARBOUR}\n\n{QUOTED} he said.", other)
        assert passage.kind is PassageKind.PASSAGE
        assert passage.other.of(other) == HARBOUR.rstrip(".")

    def test_paragraphs_in_another_order(self) -> None:
        turned = f"{MILL}\n\n{FERRY}\n\n{BRIDGE}\n\n{HARBOUR}"
        passages = found(STORY, turned)
        assert len(passages) == 4
        assert {passage.kind for passage in passages} == {PassageKind.WHOLE}
        assert [passage.one.of(STORY) for passage in passages] == [
            passage.other.of(turned) for passage in passages
        ]

    def test_light_edits(self) -> None:
        other = f"A beginning of our own.\n\n{edited(STORY)}"
        passages = found(STORY, other)
        assert sum(passage.words for passage in passages) > 0.8 * len(STORY.split())
        assert {passage.kind for passage in passages} == {PassageKind.WHOLE}

    def test_an_edited_paragraph_is_one_passage(self) -> None:
        assert len(found(f"{MILL}\n\n{HARBOUR}\n\n{BRIDGE}", f"{FERRY}\n\n{edited(HARBOUR, 9)}\n\nOn.")) == 1

    def test_nothing(self) -> None:
        assert found(f"{HARBOUR}\n\n{BRIDGE}", f"{FERRY}\n\n{MILL}") == ()


class TestWhatIsNoReprint:
    def test_a_quotation_that_both_have(self) -> None:
        one = f"{HARBOUR}\n\n{QUOTED} Ida Holt said."
        other = f"{BRIDGE}\n\nIda Holt, who runs it, told reporters: {QUOTED}"
        assert kinds(one, other) == {"quotation"}

    def test_a_quotation_with_who_said_it(self) -> None:
        said = " said Ida Holt, assistant director of the lock"
        assert kinds(f"{HARBOUR}\n\n{QUOTED}{said}.", f"{BRIDGE}\n\n{QUOTED}{said} on Monday.") == {
            "quotation"
        }

    def test_but_an_article_takes_its_quotations_along(self) -> None:
        whole = f"{HARBOUR}\n\n{QUOTED} Ida Holt said.\n\n{FERRY}"
        turned = f"{FERRY}\n\n{HARBOUR}\n\n{QUOTED} Ida Holt said."
        assert kinds(whole, turned) == {"whole"}

    def test_stock_sentences(self) -> None:
        assert found(f"{HARBOUR}\n\n{STOCK} {STOCK}", f"{BRIDGE}\n\n{STOCK} {STOCK}\n\n{MILL}") == ()

    def test_a_footer_that_both_end_with(self) -> None:
        footer = (
            "Ida Holt has written on water for the Courier since the great flood and lives with two dogs on a"
            " barge in Carrow, where she grows pears."
        )
        assert found(f"{HARBOUR}\n\n{footer}", f"{BRIDGE}\n\n{footer}") == ()
        assert found(f"{HARBOUR}\n\n{footer}", f"{footer}\n\n{BRIDGE}") != ()

    def test_a_few_words(self) -> None:
        same = "the harbour master of Carrow closed the northern lock on Monday after divers"
        assert found(f"{FERRY} But {same} had left.", f"{MILL} Then {same} came. {BRIDGE}") == ()


class TestAnyTexts:
    @given(TEXTS, TEXTS)
    def test_the_order_makes_no_difference(self, one: str, other: str) -> None:
        turned = {(p.other, p.one, p.words, p.own, p.kind) for p in found(other, one)}
        assert {(p.one, p.other, p.words, p.own, p.kind) for p in found(one, other)} == turned

    @given(TEXTS, TEXTS)
    def test_spans_stand_in_their_texts_and_apart(self, one: str, other: str) -> None:
        passages = found(one, other)
        for text, spans in ((one, [p.one for p in passages]), (other, [p.other for p in passages])):
            ordered = sorted(spans)
            assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))
            assert all(span.of(text)[0].isalnum() and span.of(text)[-1].isalnum() for span in spans)
        assert [p.one for p in passages] == sorted(p.one for p in passages)

    @given(st.text(), st.text())
    def test_nothing_raises(self, one: str, other: str) -> None:
        found(one, other)
        found(one + HARBOUR, HARBOUR + other)

    def test_one_word_a_thousand_times(self) -> None:
        found("so " * 3000, "so " * 2000)


class TestStock:
    @pytest.mark.parametrize("entry", stock(), ids=lambda entry: entry["words"])
    def test_every_entry_knows_its_example(self, entry: dict[str, str]) -> None:
        text = f"{HARBOUR}\n{entry['example']}\n{BRIDGE}"
        start = text.index(entry["example"])
        covered = boilerplate(text)
        assert covered
        assert all(start <= a < b <= start + len(entry["example"]) for a, b in covered)
        assert entry["words"].lower() in " ".join(text[a:b] for a, b in covered).lower()

    def test_no_two_entries_are_the_same(self) -> None:
        words = [entry["words"] for entry in stock()]
        assert len(set(words)) == len(words)

    def test_links_that_run_into_a_sentence(self) -> None:
        text = "Mayor Ida Holt Ida Marie HoltCouncil keeps the lock shut Ferry runs late MORE said no."
        ((start, end),) = boilerplate(text)
        assert "HoltCouncil keeps the lock shut Ferry runs late MORE" in text[start:end]

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        last = 0
        for start, end in boilerplate(f"{text} newsletter {text} MORE"):
            assert last <= start < end
            last = end
