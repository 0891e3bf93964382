from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.addresses import identifier, part


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_an_id_comes_out_of_its_part_of_a_path_as_it_went_in(value):
    made = part(value)
    assert identifier(unquote(made)) == value
    assert made.isascii()
    assert "/" not in unquote(made)
    assert not unquote(made).endswith(".json")
    assert unquote(made).strip(".")


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ("3f9a-2", "3f9a-2"),
        ("..", "~2E~2E"),
        ("a/b.json", "a~2Fb~2Ejson"),
        ("Müller & Co", "M%C3%BCller%20%26%20Co"),
    ],
)
def test_parts(value, made):
    assert part(value) == made
