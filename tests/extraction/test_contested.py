from onrecord.extraction.contested import settle
from onrecord.model import Attribution, Quote, Span


def _attribution(confidence: float, *content: tuple[int, int]) -> Attribution:
    spans = tuple(Span(start, end) for start, end in content)
    return Attribution(spans, (Span(90, 94),), (), Quote.INDIRECT, True, confidence)


def test_a_second_piece_goes_to_the_surer_attribution() -> None:
    first, second = _attribution(0.5, (0, 20), (30, 60)), _attribution(0.9, (30, 60))
    settled = settle([first, second])
    assert settled[0].content == (Span(0, 20),)
    assert settled[1] == second


def test_the_surer_attribution_keeps_its_pieces() -> None:
    first, second = _attribution(0.9, (0, 20), (30, 60)), _attribution(0.5, (30, 60))
    assert settle([first, second])[0] == first


def test_a_report_inside_a_report_keeps_its_only_piece() -> None:
    outer, inner = _attribution(0.9, (0, 60)), _attribution(0.5, (30, 60))
    assert settle([outer, inner]) == [outer, inner]


def test_an_attribution_never_loses_all_its_content() -> None:
    poor, rich = _attribution(0.2, (0, 20), (30, 60)), _attribution(0.9, (0, 60))
    assert settle([poor, rich])[0].content == (Span(0, 20),)
