"""docs/EXPORTS.md says what the formats are, from the same tables as the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.export import FORMATS
from onrecord.export.rows import COLUMNS

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "EXPORTS.md").read_text(encoding="utf-8")


def test_the_table_of_formats_is_the_program_s() -> None:
    told = re.findall(r"^\| `(\w+)` \| (.*?) \| `\.(\S+)` \|$", DOCUMENTED, re.MULTILINE)
    assert told == [(one.name, one.purpose, one.extension) for one in FORMATS.values()]


def test_the_table_of_columns_is_the_program_s() -> None:
    section = DOCUMENTED.partition("## csv, xlsx, parquet")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)
    assert told == [(one.name, one.meaning) for one in COLUMNS]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_section(name: str) -> None:
    headings = re.findall(r"^## (.*)$", DOCUMENTED, re.MULTILINE)
    assert any(name in re.split(r", (?:and )?", heading) for heading in headings)


def test_each_says_in_a_sentence_what_it_is_for() -> None:
    for one in FORMATS.values():
        assert 20 < len(one.purpose) < 80 and one.media_type.count("/") == 1
    assert len({one.extension for one in FORMATS.values()}) == len(FORMATS)
