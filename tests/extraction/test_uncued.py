from onrecord.extraction.uncued import uncued_attributions
from onrecord.model import Attribution, Quote, Span


def _words(text: str, found: list[Attribution], role: str) -> list[list[str]]:
    return [[span.of(text) for span in getattr(attribution, role)] for attribution in found]


def test_a_continuing_quotation_is_a_statement_of_its_own() -> None:
    text = 'He said: "We are staying here."\n\n"Nobody will drive us out of this valley."\n\nThe rain fell.'
    found = uncued_attributions(text, [])
    assert '"Nobody will drive us out of this valley."' in [
        pieces[0] for pieces in _words(text, found, "content")
    ]
    assert all(a.cue == () and a.source == () and a.quote is Quote.DIRECT for a in found)


def test_a_quotation_reopened_in_each_paragraph() -> None:
    text = "“First we counted the boats.\n\n“Then we counted the nets.\n\n“Then we went home to sleep.”"
    assert _words(text, uncued_attributions(text, []), "content") == [
        ["“First we counted the boats."],
        ["“Then we counted the nets."],
        ["“Then we went home to sleep.”"],
    ]


def test_what_the_network_found_is_not_found_again() -> None:
    text = '"Nobody will drive us out of this valley," she said.'
    cued = Attribution((Span(0, 42),), (Span(47, 51),), (Span(43, 46),), Quote.DIRECT, True, 0.9)
    assert uncued_attributions(text, [cued]) == []


def test_a_title_in_quotation_marks_is_no_statement() -> None:
    assert uncued_attributions("“Blue Harvest”\n\nThe film opened on Friday.", []) == []


def test_quotation_inside_reporting_prose_is_left_to_the_network() -> None:
    assert uncued_attributions('"We will stay here for ever," said the miller of the town.', []) == []


def test_turns_of_a_transcript() -> None:
    text = "Q: Did you sign it?\nA: I did not sign it.\nQ: Who did?\nA: Ask the minister."
    found = uncued_attributions(text, [])
    assert _words(text, found, "content") == [
        ["Did you sign it?"],
        ["I did not sign it."],
        ["Who did?"],
        ["Ask the minister."],
    ]
    assert _words(text, found, "source") == [[], [], [], []]


def test_named_turns_have_a_source_and_a_colon_as_cue() -> None:
    text = "ORSE: Did you sign it?\nDr Vale: I did not.\nORSE: Who did?\nDr Vale: Ask the minister."
    found = uncued_attributions(text, [])
    assert _words(text, found, "source") == [["ORSE"], ["Dr Vale"], ["ORSE"], ["Dr Vale"]]
    assert _words(text, found, "cue") == [[":"]] * 4


def test_one_headline_colon_makes_no_transcript() -> None:
    assert uncued_attributions("Minister: we will pay\n\nThe ministry met on Monday.", []) == []
