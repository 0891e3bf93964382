"""Who made a statement, from the printed source or from what stands around it."""

from __future__ import annotations

import pytest

from onrecord.model import Antecedent, Article, Extraction, Person, PersonKind
from onrecord.resolution import resolve
from tests.resolution.articles import marked


def speakers(source: str, outlet: str | None = None) -> list[str | None]:
    article = marked(source)
    return named(article.text, article.extraction, outlet)


def named(text: str, extraction: Extraction, outlet: str | None = None) -> list[str | None]:
    statements, people, _ = resolve(Article("a", text, outlet=outlet), extraction)
    by_id = {person.id: person for person in people}
    return [by_id[one.speaker].name if one.speaker else None for one in statements]


def person(source: str, number: int = 0) -> Person:
    article = marked(source)
    statements, people, _ = resolve(Article("a", article.text), article.extraction)
    return next(one for one in people if one.id == statements[number].speaker)


def test_a_name_with_its_role() -> None:
    found = person("{s:Harbour chief [[Ana Ruiz/person]]} {q:said} {c:that the pier was sound}|.")
    assert found.name == "Ana Ruiz"
    assert found.kind is PersonKind.PERSON
    assert [role.words for role in found.roles] == ["Harbour chief"]


def test_an_apposition_is_the_name() -> None:
    assert speakers("{s:Orinam's ((founder)), [[Duan Shiheng/person]]}, {q:denied} {c:it all}|.") == [
        "Duan Shiheng"
    ]


def test_a_lawyer_for_somebody_is_not_that_somebody() -> None:
    text = (
        "[[Ana Ruiz/person]] waited. {s:A ((lawyer)) for Ms [[Ruiz/person]]} {q:said} {c:that she was calm}|."
    )
    assert speakers(text) == ["A lawyer for Ms Ruiz"]


def test_a_pronoun_goes_to_the_likeliest_antecedent_that_agrees() -> None:
    article = marked(
        '{s:Mr [[Peter Orr/person]]} {q:said} {c:that it rained}|. {c:"It is wet,"} {s:<<he>>} {q:said}|.'
    )
    mentions = list(article.extraction.mentions)
    from dataclasses import replace

    mentions[-1] = replace(mentions[-1], antecedents=(Antecedent(0, 0.9),))
    extraction = replace(article.extraction, mentions=tuple(mentions))
    assert named(article.text, extraction) == ["Peter Orr", "Peter Orr"]


def test_a_quotation_that_goes_on_keeps_its_speaker() -> None:
    text = '{c:"We wait,"} {s:Mayor [[Olga Lindt/person]]} {q:said}|.\n\n{c:"And we hope for rain in May."}|'
    assert speakers(text) == ["Olga Lindt", "Olga Lindt"]


def test_after_a_question_the_other_party_answers() -> None:
    text = (
        '{c:"I am tired,"} {s:[[Olga Lindt/person]]} {q:said}|.\n\n'
        '{c:"Why do you stay?"} {s:[[Tom Ferris/person]]} {q:asked}|.\n\n{c:"Because nobody else will."}|'
    )
    assert speakers(text) == ["Olga Lindt", "Tom Ferris", "Olga Lindt"]


def test_question_and_answer_by_letters() -> None:
    text = (
        "[[Olga Lindt/person]] spoke to [[Tom Ferris/person]] of the Harbour Times.\n\n"
        "Q: {c:Why do you stay?}|\n\nA: {c:Because nobody else will do it.}|\n\nQ: {c:And then what?}|"
    )
    assert speakers(text) == ["Tom Ferris", "Olga Lindt", "Tom Ferris"]


def test_the_outlet_asks_where_nobody_else_does() -> None:
    text = "[[Olga Lindt/person]] on rain.\n\nQ: {c:Why do you stay?}|\n\nA: {c:Nobody else will do it.}|"
    assert speakers(text, "Harbour Times") == ["Harbour Times", "Olga Lindt"]


def test_a_passive_without_an_agent_is_unknown() -> None:
    assert speakers("[[Ana Ruiz/person]] {q:is said} {c:to have left town}|.") == [None]


def test_a_charge_is_the_prosecutors() -> None:
    text = (
        "[[Ana Ruiz/person]] {q:is accused} {c:of theft}|.\n\n"
        "{s:City ((prosecutors))} {q:are charging} {c:the firm with fraud}|."
    )
    assert speakers(text) == ["City prosecutors", "City prosecutors"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("An unnamed ((source))", PersonKind.UNNAMED),
        ("Two ((officials)) briefed on the talks", PersonKind.UNNAMED),
        ("City ((prosecutors))", PersonKind.GROUP),
        ("The foreign ((ministry))", PersonKind.ORGANIZATION),
        ("The ((report))", PersonKind.DOCUMENT),
    ],
)
def test_what_a_described_source_is(source: str, kind: PersonKind) -> None:
    assert person(f"{{s:{source}}} {{q:said}} {{c:that the pier was sound}}|.").kind is kind


def test_an_unnamed_source_keeps_the_words_that_hide_it() -> None:
    text = "{s:An ((official)), who was not authorised to speak publicly,} {q:said} {c:that it was sound}|."
    found = person(text)
    assert found.occupation == "official"
    assert "not authorised" in found.anonymity[0].of(marked(text).text)


def test_letters_are_their_writers() -> None:
    text = "[[Hugh Vane/person]] is dead. {s:[[Vane/person]]'s ((letters))} {q:say} {c:that it poured}|."
    assert speakers(text) == ["Hugh Vane"]


def test_the_same_description_is_the_same_speaker() -> None:
    text = "{s:A ((nurse)) at the port} {q:said} {c:it hurt}|. {s:The ((nurse))} {q:said} {c:it stopped}|."
    assert speakers(text) == ["A nurse at the port", "A nurse at the port"]


def test_two_names_are_a_group() -> None:
    text = "{s:[[Ana Ruiz/person]] and [[Peter Orr/person]]} {q:said} {c:that they would sue}|."
    assert person(text).kind is PersonKind.GROUP


def test_a_lede_describes_whom_the_next_sentence_names_with_an_age() -> None:
    text = (
        "{s:A former ((engineer))} {q:told} the inquiry {c:that it cracked}|.\n\n"
        '{c:"It was tired,"} {q:said} {s:[[Hanne Friis/person]], 58}|.'
    )
    assert speakers(text) == ["Hanne Friis", "Hanne Friis"]


def test_who_answers_did_not_ask() -> None:
    text = (
        '{c:"I told Mr [[Aldous/person]],"} {s:[[Hanne Friis/person]]} {q:said}|.\n\n'
        "{s:[[Martin Aldous/person]]} {q:denied} {c:it}|. {q:Asked} {c:why it sank}|, he left."
    )
    assert speakers(text) == ["Hanne Friis", "Martin Aldous", None]
