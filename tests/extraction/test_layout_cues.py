import tomllib
from importlib.resources import files

import pytest

from onrecord.extraction.layout_cues import layout_attributions
from onrecord.model import Attribution, Quote, Span


def _words(text: str, found: list[Attribution], role: str) -> list[list[str]]:
    return [[span.of(text) for span in getattr(attribution, role)] for attribution in found]


def test_a_continuing_quotation_is_a_statement_of_its_own() -> None:
    text = 'He said: "We are staying here."\n\n"Nobody will drive us out of this valley."\n\nThe rain fell.'
    found = layout_attributions(text, [])
    assert '"Nobody will drive us out of this valley."' in [
        pieces[0] for pieces in _words(text, found, "content")
    ]
    assert all(a.cue == () and a.source == () and a.quote is Quote.DIRECT for a in found)


def test_a_quotation_reopened_in_each_paragraph() -> None:
    text = "“First we counted the boats.\n\n“Then we counted the nets.\n\n“Then we went home to sleep.”"
    assert _words(text, layout_attributions(text, []), "content") == [
        ["“First we counted the boats."],
        ["“Then we counted the nets."],
        ["“Then we went home to sleep.”"],
    ]


def test_what_the_network_found_is_not_found_again() -> None:
    text = '"Nobody will drive us out of this valley," she said.'
    cued = Attribution((Span(0, 42),), (Span(47, 51),), (Span(43, 46),), Quote.DIRECT, True, 0.9)
    assert layout_attributions(text, [cued]) == [cued]


def test_a_title_in_quotation_marks_is_no_statement() -> None:
    assert layout_attributions("“Blue Harvest”\n\nThe film opened on Friday.", []) == []


def test_quotation_inside_reporting_prose_is_left_to_the_network() -> None:
    assert layout_attributions('"We will stay here for ever," said the miller of the town.', []) == []


def test_turns_of_a_transcript() -> None:
    text = "Q: Did you sign it?\nA: I did not sign it.\nQ: Who did?\nA: Ask the minister."
    found = layout_attributions(text, [])
    assert _words(text, found, "content") == [
        ["Did you sign it?"],
        ["I did not sign it."],
        ["Who did?"],
        ["Ask the minister."],
    ]
    assert _words(text, found, "source") == [[], [], [], []]


def test_named_turns_have_a_source_and_a_colon_as_cue() -> None:
    text = "ORSE: Did you sign it?\nDr Vale: I did not.\nORSE: Who did?\nDr Vale: Ask the minister."
    found = layout_attributions(text, [])
    assert _words(text, found, "source") == [["ORSE"], ["Dr Vale"], ["ORSE"], ["Dr Vale"]]
    assert _words(text, found, "cue") == [[":"]] * 4


def test_one_headline_colon_makes_no_transcript() -> None:
    assert layout_attributions("Minister: we will pay\n\nThe ministry met on Monday.", []) == []


def test_a_signed_quotation_has_a_dash_for_a_cue() -> None:
    text = "Readers wrote in.\n\n“I will vote for nobody this year.” ― Petra Sandvik, Elmhaven\n\nIt rained."
    (found,) = layout_attributions(text, [])
    assert _words(text, [found], "content") == [["“I will vote for nobody this year.”"]]
    assert _words(text, [found], "cue") == [["―"]]
    assert _words(text, [found], "source") == [["Petra Sandvik, Elmhaven"]]


def test_a_block_introduced_by_an_open_cue() -> None:
    text = "Mayor Lindt said:\n\n“We will not sell. Ask me again in ten years.”\n\nIt rained all day long."
    start = text.index("said")
    waiting = Attribution((), (Span(start, start + 5),), (Span(0, 11),), Quote.INDIRECT, True, 0.4)
    (found,) = layout_attributions(text, [waiting])
    assert found.content[0].of(text) == "“We will not sell. Ask me again in ten years.”"
    assert found.quote is Quote.DIRECT
    assert found.source == waiting.source


def test_an_open_cue_before_a_claimed_block_is_left_out() -> None:
    text = "Mayor Lindt said:\n\n“We will not sell this harbour,” she added."
    waiting = Attribution((), (Span(12, 17),), (Span(0, 11),), Quote.INDIRECT, True, 0.4)
    start = text.index("“")
    claimed = Attribution(
        (Span(start, start + 33),), (Span(len(text) - 6, len(text) - 1),), (), Quote.DIRECT, True, 0.9
    )
    assert layout_attributions(text, [waiting, claimed]) == [claimed]


def test_a_turn_is_kept_whole() -> None:
    text = "ORSE: Did you sign it?\nDr Vale: I did not. He said I did.\nORSE: Who?\nDr Vale: Ask her."
    start = text.index("I did not")
    cut = Attribution(
        (Span(start, start + 10),), (Span(start - 2, start - 1),), (Span(23, 30),), Quote.INDIRECT, True, 0.6
    )
    found = layout_attributions(text, [cut])
    assert "I did not. He said I did." in [pieces[0] for pieces in _words(text, found, "content")]
    assert cut not in found


HEADINGS = tomllib.loads(
    (files("onrecord.extraction") / "lexicon" / "headings.toml").read_text(encoding="utf-8")
)["headings"]


@pytest.mark.parametrize(("heading", "example"), HEADINGS.items())
def test_what_a_page_prints_before_a_colon_says_nothing(heading: str, example: str) -> None:
    text = example.replace("{", "").replace("}", "").replace(heading, heading.upper(), 1)
    text = heading.upper() + text[len(heading) :]
    said = text.index("says")
    inner = Attribution(
        (Span(said + 5, len(text)),), (Span(said, said + 4),), (Span(len(heading) + 2, said - 1),),
        Quote.INDIRECT, True, 0.9,
    )  # fmt: skip
    assert layout_attributions(text, [inner]) == [inner]


def test_an_outlet_at_the_head_of_a_line_reports_the_rest() -> None:
    text = "KPT: Harbour chief says pier will be closed"
    said = text.index("says")
    inner = Attribution(
        (Span(said + 5, len(text)),), (Span(said, said + 4),), (Span(5, said - 1),), Quote.INDIRECT, True, 0.9
    )
    outer = layout_attributions(text, [inner])[0]
    assert [span.of(text) for span in outer.source] == ["KPT"]
    assert [span.of(text) for span in outer.content] == ["Harbour chief says pier will be closed"]
