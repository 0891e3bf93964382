"""Role nouns: every entry is found by its example, and descriptions are read as a reader would."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import PersonKind, Span
from onrecord.resolution.who import role_nouns
from onrecord.resolution.who.role_nouns import (
    RULES,
    anonymity,
    category,
    honorific,
    is_plural,
    kind_of,
    occupation,
    roles_after,
    roles_before,
)


def _toml(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("onrecord.resolution").joinpath("lexicon", name).read_text(encoding="utf-8"))


ROLES, HONORIFICS = _toml("roles.toml"), _toml("honorifics.toml")
ENTRIES = [(name, *row) for name, section in ROLES.items() if name != RULES for row in section.items()]
TITLES = [(name, *row) for name, section in HONORIFICS.items() if name != RULES for row in section.items()]
ANONYMITY = [
    example for table in ("anonymity", "anonymity_within") for example in dict(ROLES[RULES][table]).values()
]
CATEGORIES = {
    "official", "politician", "lawyer", "police", "military", "executive", "employee", "spokesperson",
    "expert", "doctor", "journalist", "athlete", "artist", "activist", "clergy", "relative", "witness",
    "source", "organization", "document",
}  # fmt: skip


def _braced(example: str) -> str:
    marked = re.search(r"\{(.+)\}", example)
    assert marked, example
    return marked[1]


def _marked(example: str, marks: str) -> tuple[str, dict[str, int]]:
    """Return an example without its marks, and where each mark stood."""
    text, places = "", {}
    for character in example:
        if character in marks:
            places[character] = len(text)
        else:
            text += character
    return text, places


# The lexicon


@pytest.mark.parametrize(("name", "noun", "example"), ENTRIES, ids=lambda value: str(value)[:30])
def test_every_noun_is_found_by_its_example(name: str, noun: str, example: str) -> None:
    found = role_nouns._noun_at_end(_braced(example))
    assert found is not None
    assert (found.singular, found.category) == (noun, name)


def test_the_categories_stand_and_no_noun_stands_twice() -> None:
    nouns = [noun for _, noun, _ in ENTRIES]
    assert {name for name, *_ in ENTRIES} >= CATEGORIES
    assert len(nouns) > 450 and len(set(nouns)) == len(nouns)
    assert all(noun == noun.lower() for noun in nouns)
    assert len({example for *_, example in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize(
    "name", ["unique", "collective", "bodies", "plural_only", "never_role", "only_after"]
)
def test_the_lists_name_nouns_of_the_lexicon(name: str) -> None:
    assert set(ROLES[RULES][name]) <= {noun for _, noun, _ in ENTRIES}


def test_no_plural_is_an_entry_of_its_own_by_mistake() -> None:
    singulars = {noun for _, noun, _ in ENTRIES}
    plurals = {form for noun in singulars for form in role_nouns._plurals(noun, ROLES[RULES]["plurals"])}
    assert plurals & singulars == {"papers"}


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Minister", "official"),
        ("the trade secretary", "official"),
        ("press secretaries", "spokesperson"),
        ("a Baptist minister", "clergy"),
        ("the chief", "executive"),
        ("the cannery chief", "executive"),
        ("Police Chief", "police"),
        ("army chiefs", "military"),
        ("heads of state", "official"),
        ("the head", "executive"),
        ("the general", "military"),
        ("deputy attorney general", "official"),
        ("attorneys general", "official"),
        ("a general manager", "executive"),
        ("the justice", "lawyer"),
        ("the Justice Department", "organization"),
        ("the State Department", "organization"),
        ("the White House", "organization"),
        ("the morning paper", "organization"),
        ("a white paper", "document"),
        ("court papers", "document"),
        ("the order", "document"),
        ("film critics", "expert"),
        ("co-founders", "executive"),
        ("ex-ministers", "official"),
        ("the president-elect", "official"),
        ("singer-songwriter", "artist"),
        ("mothers-in-law", "relative"),
        ("dockworkers", "employee"),
        ("an ornithologist", "expert"),
        ("a 71-year-old", "witness"),
        ("wives", "relative"),
        ("spokespeople", "spokesperson"),
        ("spokesmen", "spokesperson"),
        ("passers-by", "witness"),
        ("SPOKESWOMAN", "spokesperson"),
        ("Orinova’s founder's", "executive"),
    ],
)
def test_a_phrase_is_of_the_category_of_its_longest_last_entry(phrase: str, name: str) -> None:
    assert category(phrase) == name


@pytest.mark.parametrize("phrase", ["", " ", "Varna", "the", "quickly", "'", "-", "--", "%", "\x00", "12"])
def test_what_is_no_noun_of_the_lexicon_has_no_category(phrase: str) -> None:
    assert category(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("officials", True), ("official", False), ("people", True), ("person", False), ("spokesmen", True),
        ("heads of state", True), ("head of state", False), ("police", True), ("wives", True),
        ("boss", False), ("bosses", True), ("deputies", True), ("witness", False), ("Beekeepers", True),
        ("oboist", False), ("glass", False), ("chorus", False), ("", False), ("figures", True),
        ("committee", False),
    ],
)  # fmt: skip
def test_a_plural_is_known(phrase: str, plural: bool) -> None:
    assert is_plural(phrase) is plural


# Kinds

ORGANIZATION, GROUP, DOCUMENT = PersonKind.ORGANIZATION, PersonKind.GROUP, PersonKind.DOCUMENT
UNNAMED, PERSON = PersonKind.UNNAMED, PersonKind.PERSON


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("the ministry", ORGANIZATION),
        ("Kestrian intelligence", ORGANIZATION),
        ("her office", ORGANIZATION),
        ("the prosecutor's office", ORGANIZATION),
        ("the ministry of mines", ORGANIZATION),
        ("the ferry union representing 300 stewards", ORGANIZATION),
        ("the police", ORGANIZATION),
        ("Varnian authorities", ORGANIZATION),
        ("the Port Lessing Bulletin", ORGANIZATION),
        ("the opposition", ORGANIZATION),
        ("the State Department", ORGANIZATION),
        ("the report", DOCUMENT),
        ("a new green paper", DOCUMENT),
        ("the 12-page paper", DOCUMENT),
        ("a paper on eels", DOCUMENT),
        ("the morning paper", ORGANIZATION),
        ("a letter dated May 2 and seen by the Courier", DOCUMENT),
        ("papers filed at the court", DOCUMENT),
        ("her memo", DOCUMENT),
        ("port officials", GROUP),
        ("his lawyers", GROUP),
        ("many economists", GROUP),
        ("striking bakers", GROUP),
        ("importers", GROUP),
        ("two small countries", GROUP),
        ("a jury", GROUP),
        ("the press", GROUP),
        ("opposition members", GROUP),
        ("dozens of residents", GROUP),
        ("a group of MPs", GROUP),
        ("a third of those asked", GROUP),
        ("31 per cent", GROUP),
        ("sixty percent of voters", GROUP),
        ("Varnians", GROUP),
        ("Beekeepers", GROUP),
        ("four hundred voters", GROUP),
        ("an unnamed source", UNNAMED),
        ("two officials briefed on the sale", UNNAMED),
        ("people familiar with the matter", UNNAMED),
        ("a person close to the widow", UNNAMED),
        ("engineers who doubt the dam", UNNAMED),
        ("three guests", UNNAMED),
        ("a man", UNNAMED),
        ("some", UNNAMED),
        ("one of them", UNNAMED),
        ("the other", UNNAMED),
        ("someone", UNNAMED),
        ("a ministry spokesman", UNNAMED),
        ("a spokeswoman for the prosecutor", UNNAMED),
        ("the nurse", UNNAMED),
        ("my wife", UNNAMED),
        ("a judge", UNNAMED),
        ("one of the ministers", UNNAMED),
        ("an oboist", UNNAMED),
        ("a quiet, careful engineer", UNNAMED),
        ("the minister, who asked not to be named", UNNAMED),
        ("the port's two papers, one of which", UNNAMED),
        ("the shadow health secretary", PERSON),
        ("The prosecutor", PERSON),
        ("the minister herself", PERSON),
        ("its chief executive", PERSON),
        ("Orinova founder", PERSON),
        ("Talvia’s prime minister", PERSON),
        ("the head of state", PERSON),
        ("the finance chief of the ferry line", PERSON),
        ("Varna", None),
        ("Ana Ruiz", None),
        ("", None),
        ("of", None),
        (", ,", None),
    ],
)
def test_a_described_source_is_of_its_kind(phrase: str, kind: PersonKind | None) -> None:
    assert kind_of(phrase) is kind


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("a senior official at the centre, who would not be named", "official"),
        ("two lawyers close to the bank", "lawyer"),
        ("a former Orinova accountant", "employee"),
        ("One of them", ""),
        ("a police source", "source"),
        ("the driver of the minister", "employee"),
        ("a person", "witness"),
    ],
)
def test_an_unnamed_source_is_typed_by_its_noun(phrase: str, name: str) -> None:
    assert occupation(phrase) == name


# Roles.  The name stands between bars, its role in braces.


def _role(function: Callable[[str, int], Span | None], example: str, after: bool) -> tuple[str, str | None]:
    """Return the role that the example marks and the one that is found."""
    parts = example.split("|")
    texts = [part.replace("{", "").replace("}", "") for part in parts]
    place = len(texts[0]) + (len(texts[1]) if after else 0)
    text = "".join(texts)
    found = function(text, place)
    wanted = re.search(r"\{(.+)\}", parts[2 if after else 0])
    return wanted[1] if wanted else "", found.of(text) if found else ""


BEFORE = [
    "The inquiry heard {Ports Director} |Mara Holm| say so.",
    "It was sold, said {Orinova chief financial officer} |Yao Lin|.",
    "{Prime Minister} |Odile Marchetti| left early.",
    "The {company spokeswoman} |Fen Aune| smiled.",
    "A walk with {former New Merovia captain and former test player} |Jon Brace|.",
    "{Opposition lawmaker} |Greta Orsini| walked out.",
    "The {Kestrian cyber chief} |Owain Prothero| agreed.",
    "{Orinova Technologies president and founder} |Duan Shi| denied it.",
    'He told {"Morning Tide" co-host} |Bella Goss| to wait.',
    "On Monday {President} |Lund| spoke.",
    "The {embattled opposition leader} |Ana Ruiz| wept.",
    "His {wife} |Melina Dale| rang.",
    "Her {Kestrian counterpart} |Owain Prothero| did not.",
    "Then {former Ohio Gov.} |Dale Marsh| lost.",
    "{Vermont Independent Sen.} |Lou Camden| won.",
    "It fell to {Secretary of the Interior} |Rex Tull|.",
    "A {University of Varna professor} |Ida Moss| counted them.",
    "{First Lady} |Ines Tull| cut the ribbon.",
    "The {then-Prime Minister} |Paz| resigned.",
    "{Company founder} Mr |Ren| sold it.",
    "The {U.S. Attorney} |Jane Dole| rose.",
    "The senator told {House Speaker} |Paul Finch| to stop.",
    "They met {radio host} |Bo Lang|.",
    "{Council member} |Ida Moss| slept.",
    "It was a {Harbour Trust member} |Jo Fry| who fell.",
    "{Former presidents} |Lund| and Dale agreed.",
    "Its {general secretary}, |Karin Osterby|, signed.",
    "A {spokesman for the port}, |Rhys Amory|, wept.",
    "{Yao’s lawyer}, |Pauline Desmond|, rose.",
    "They fired its {chief executive}, |Henrik Aune|, in June.",
    "The {institute's director}, |Lotte Brandt|, sat.",
    "The {chairman}, Dr |Felix Auden|, rose.",
    "The {vicar of St Bride's}, the Rev |Joy Palm|, sang.",
    "{Dale's wife}, |Edith|, rang.",
    "a {student}, |Maja Holm|, sang",
    "its {head of product safety}, |Tang Wei|, left",
    # and where there is none
    "The Varna-born |Jane Dole| sang.",
    "They met Dr. |Dole| at noon.",
    "A letter from Sen. |Cole| arrived.",
    "The king will host |Hilda Lund| today.",
    "Republicans suspect |Hilda Lund|.",
    "They asked him to judge |Hilda Lund|.",
    "In a letter to the mayor, |Ana Ruiz| asked for boats.",
    "A spokesman for the minister, |Ana Ruiz|, wept.",
    "He met the minister, |Ruiz| said.",
    "They rang his wife, |Dale| said.",
    "Speaking to Dr. |Paz| was hard.",
    "A 35-year-old man, |Jon Dale|, fell.",
    "In general |Lund| is right.",
    "On Monday |Lund| spoke.",
    "|Lund| spoke.",
    "The company fired |Lund|.",
    "The minister.\n|Lund| spoke.",
    "A source said |Lund| had left.",
]
AFTER = [
    "|Ana Ruiz|, {the founder of the mill}, spoke.",
    "Mr |Ren|, 74, {the founder of Orinova}, spoke.",
    "|Jo Fry|, {film critic for the Varna Post}, wept.",
    "said |Lew Cole|, {an analyst at Castle Mutual}.",
    "|Sir Alun Brace|, {a former head of the port}, knew.",
    "|Ingrid Lund|, {the prime minister}, slept.",
    "|Ida Moss| (D-Ohio), {chairwoman of the panel}, rose.",
    "|Leo Dale| Jr., {the pastor}, sang.",
    '|Bo Lang|, {co-host of "Morning Tide"}, left.',
    "|Duan Shi| — {the founder of the mill} — nodded.",
    "|Jane Dole|, then {a senator from Ohio}, lied.",
    "|Tom Reed|, 51, {a lawyer} who kept bees, rose.",
    "|Maja Holm|, 20, {a student}.",
    "|Bo Lang|, {a Bureau of Mines clerk}, fell.",
    "|Al Finn|, {a member of the Harbour Trust}, rose.",
    "|Dan Orr|, {a clerk} leaving early, fell.",
    "|Cal Roe|, {president and founder of the mill}, slept.",
    "|Eve Fay|, {Yao's lawyer}, rose.",
    "|Guy Orr|, {Kansas Republican}, shrugged.",
    "|Lia Gray|, {an aide to House Speaker John A. Marsh}, smiled.",
    # and where there is none
    "For |Ruiz|, the minister said, nothing changed.",
    "|Ana Ruiz|, 51, who heads the mill, spoke.",
    "|Ana Ruiz|'s lawyer spoke.",
    "|Leif Torvald|, for the attorney general, rose.",
    "with |Ruiz|, Kevin Bishop, Lew Cole",
    "with |Ruiz|, Senator Cole and Mayor Dale",
    "|Ruiz|, officials said, was away.",
    "|Jon Dale|, a quiet man, fell.",
    "|Ana Ruiz|, the first woman to lead it, rose.",
    "|Ruiz|, the report found, was right.",
    "|Ruiz| is the minister.",
    "|Ruiz|, the minister wanted more",
    "|Ruiz|",
]


@pytest.mark.parametrize("example", BEFORE)
def test_the_role_before_a_name_is_found_whole(example: str) -> None:
    wanted, found = _role(roles_before, example, after=False)
    assert found == wanted


@pytest.mark.parametrize("example", AFTER)
def test_the_role_after_a_name_is_found_whole(example: str) -> None:
    wanted, found = _role(roles_after, example, after=True)
    assert found == wanted


# Anonymity.  The source stands in brackets, the words that withhold its name in braces.

WITHHELD = [
    "[An official], {who asked not to be named because the file is sealed}, called it late.",
    "[The aide], {speaking on condition of anonymity because of the U.S. inquiry}, shrugged.",
    "“It is over,” said [a clerk at the mill] {who was not authorized to discuss it}.",
    "[A trader {who asked not to be named}] said so.",
    "{Speaking on condition of anonymity}, [two guards] described the door.",
    "[An aide {who asked not to be named}] said so; a friend who requested anonymity did not.",
    "[A cook] {declined to be identified}. A maid, who asked not to be named, left.",
    "Ruiz slept. [An {anonymous} caller] did not.",
    "[A driver], {who wouldn’t give his name}, wept.",
    "[An aide] {who was not authorised to comment, because the talks go on}, sighed.",
    # and where there are none
    "[An official] said the talks had failed.",
    "[An official] said no. A clerk who asked not to be named agreed.",
    "A clerk who asked not to be named met [the mayor] there.",
    "[The owners], who are not allowed to sell guns, left.",
    "A man, unidentified, was found, [an official] said.",
]


@pytest.mark.parametrize("example", [*ANONYMITY, *WITHHELD])
def test_the_words_that_withhold_a_name_are_found(example: str) -> None:
    text, places = _marked(example, "[]{}")
    found = anonymity(text, places["["], places["]"])
    wanted = text[places["{"] : places["}"]] if "{" in places else ""
    assert (found.of(text) if found else "") == wanted


# Honorifics


@pytest.mark.parametrize(("gender", "title", "example"), TITLES)
def test_every_honorific_is_found_by_its_example(gender: str, title: str, example: str) -> None:
    found = honorific(_braced(example))
    assert found is not None and found.title == title
    assert found.gender == (gender if gender in {"m", "f"} else "")


@pytest.mark.parametrize("word", ["miss", "sir", "King", "President", "Sen", "Ana", "", ".", "gov", "Major"])
def test_a_word_that_is_no_honorific_is_none(word: str) -> None:
    assert honorific(word) is None


def test_an_honorific_tells_whether_it_goes_with_a_surname() -> None:
    mr, sir = honorific("Mr"), honorific("Sir")
    assert mr and sir and mr.surname and not sir.surname


# For any text

WORDS = st.sampled_from(
    "the a his Dr. Mr Sen. former deputy of for and who said not named anonymity 74 one two some minister "
    "Director police chief spokesman founder officials paper percent Ruiz Varna's , . ; : ( ) “ ” ' \" — - % "
    "İ ß ’s ſ".split()
    + ["\n"]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS)
def test_no_phrase_makes_them_fail(phrase: str) -> None:
    assert category(phrase) in {None, *(name for name, *_ in ENTRIES)}
    assert kind_of(phrase) in {None, *PersonKind}
    assert occupation(phrase) in {"", *(name for name, *_ in ENTRIES)}
    assert is_plural(phrase) in {True, False}
    assert honorific(phrase) is None or honorific(phrase)


@given(TEXTS, st.integers(-3, 300), st.integers(-3, 300))
def test_no_text_makes_them_fail_and_spans_lie_in_it(text: str, start: int, end: int) -> None:
    before, after, withheld = roles_before(text, start), roles_after(text, start), anonymity(text, start, end)
    assert before is None or before.end <= max(0, start)
    assert after is None or (start <= after.start and after.end <= len(text))
    assert withheld is None or withheld.end <= len(text)
    for span in (before, after, withheld):
        assert span is None or span.of(text) == span.of(text).strip()


def test_a_phrase_of_any_length_is_read() -> None:
    assert kind_of("a lot of " * 5000 + "officials") is PersonKind.GROUP
    assert kind_of("the " * 5000 + "minister") is PersonKind.PERSON


def test_the_lexicon_is_read_once() -> None:
    assert role_nouns._lexicon() is role_nouns._lexicon()


@pytest.mark.parametrize(("function", "after"), [(roles_before, False), (roles_after, True)])
def test_a_call_is_quick(function: Callable[[str, int], Span | None], after: bool) -> None:
    examples = [example.split("|") for example in (AFTER if after else BEFORE)]
    calls = [("".join(parts), len(parts[0]) + (len(parts[1]) if after else 0)) for parts in examples]
    best = min(_seconds(function, calls) for _ in range(20))
    assert best < 120e-6, "30 microseconds a call here; four times that leaves room for a busy machine"


def _seconds(function: Callable[[str, int], Span | None], calls: list[tuple[str, int]]) -> float:
    start = time.perf_counter()
    for text, place in calls:
        function(text, place)
    return (time.perf_counter() - start) / len(calls)
