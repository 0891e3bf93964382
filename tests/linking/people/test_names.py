from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.people.bodies import body_name, is_acronym_of
from onrecord.linking.people.names import person_name


@pytest.mark.parametrize(
    "forms",
    [
        ("Lin Weihao", "Weihao Lin", "Mr Lin Weihao", "LIN WEIHAO", "Lin Weihao's"),
        ("Kim Seo Jun", "Kim Seo-jun", "Seo-jun Kim"),
        ("J.K. Holt", "JK Holt", "J. K. Holt"),
        (
            "K. Ames Holt",
            "Ames Holt",
            "Ames K. Holt",
            "Sir Ames Holt",
            "Ames Holt III",
            "Ames Holt, the miller",
        ),
        ("Ben Holt", "Benjamin Holt", "Benjamin Todd Holt", "former mayor Ben Holt", "ORS member Ben Holt"),
        ("Ute von der Aue", "Ms Ute von der Aue"),
        ("Nadim al-Qasr", "Nadim al Qasr", "Nadim Qasr"),
        ("José Núñez", "Jose Nunez"),
        ("Ida O'Dell", "Ida O’Dell"),
        ("Ames Holt Jr.", "Ames Holt, Jr."),
        ("Pope Linus", "pope Linus"),
    ],
)
def test_forms_of_one_full_name_have_one_key(forms: tuple[str, ...]) -> None:
    names = [person_name(form) for form in forms]
    assert all(name is not None and name.key for name in names), names
    assert len({name.key for name in names if name}) == 1, names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ames Holt", "Ames Holt Jr."),
        ("Ames Holt", "Ida Holt"),
        ("Ames Holt", "Ames Hult"),
        ("Ida Holt", "Ida Clare Moss"),
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    a, b = person_name(one), person_name(other)
    assert a is not None and b is not None
    assert a.key != b.key


@pytest.mark.parametrize(
    "form",
    [
        "Mr Ren",
        "Ren",
        "President Holt",
        "Trade Secretary Holt",
        "spokeswoman Holt",
        "O'Dell",
        "C. Holt",
        "van Arn",
        "习",
    ],
)
def test_a_family_name_alone_has_no_key(form: str) -> None:
    name = person_name(form)
    assert name is not None and not name.key


@pytest.mark.parametrize(
    "words",
    [
        "the founder",
        "The founder of Tarn Mills",
        "an unnamed source",
        "The Shadow River Minister",
        "",
        "...",
        "1984",
    ],
)
def test_a_description_is_no_name(words: str) -> None:
    assert person_name(words) is None


def test_order_is_a_property_of_the_person() -> None:
    either = person_name("Ren Weihao")
    assert either is not None and either.families == ("ren", "weihao")
    western = person_name("Ida Holt")
    assert western is not None and western.families == ("holt",)


def test_a_name_in_chinese_characters() -> None:
    name = person_name("林伟豪")
    assert name is not None and (name.family, name.given) == ("林", "伟豪")


@pytest.mark.parametrize(
    "forms",
    [
        ("the BMC", "BMC", "B.M.C."),
        ("Tarn Technologies", "Tarn", "Tarn Technologies Co., Ltd."),
        ("Department of Rivers", "the Rivers Department", "The Department of Rivers"),
        ("University of Carrow", "Carrow University"),
        ("the Chinese government", "The Government of China"),
        ("Office of River Security (ORS)", "Office of River Security"),
    ],
)
def test_forms_of_one_body_have_one_key(forms: tuple[str, ...]) -> None:
    names = [body_name(form) for form in forms]
    assert all(names)
    assert len({name.key for name in names if name}) == 1, names


@pytest.mark.parametrize(
    "words",
    ["the ministry", "The Government", "the Foreign Ministry", "police", "the country's council", "", "(X)"],
)
def test_what_every_country_has_names_no_body(words: str) -> None:
    assert body_name(words) is None


def test_an_acronym_is_introduced_in_brackets() -> None:
    body = body_name("Office of River Security (ORS)")
    assert body is not None and body.acronym == "ors"
    other = body_name("Office of River Security (see below)")
    assert other is None or other.acronym == ""


@pytest.mark.parametrize(
    ("acronym", "name", "is_one"),
    [
        ("ORS", "Office of River Security", True),
        ("OoRS", "Office of River Security", True),
        ("DR", "the Department of Rivers", True),
        ("RS", "Office of River Security", False),
        ("SRO", "Office of River Security", False),
        ("X", "Xylophones", False),
    ],
)
def test_acronyms(acronym: str, name: str, is_one: bool) -> None:
    assert is_acronym_of(acronym, name) is is_one


@given(st.text(), st.sampled_from(["Mr ", "Mrs ", "Dr. ", ""]))
def test_a_title_changes_no_key(text: str, title: str) -> None:
    name, titled = person_name(f"Ames {text} Holt"), person_name(f"{title}Ames {text} Holt")
    assert (name and name.key) == (titled and titled.key)
