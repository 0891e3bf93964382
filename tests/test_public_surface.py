from __future__ import annotations

import subprocess
import sys

import pytest

import onrecord

SURFACE = {
    "__version__",
    "read",
    "read_text",
    "open_record",
    "Record",
    "Filter",
    "Entry",
    "Facet",
    "Facets",
    "Overview",
    "ArticleLine",
    "Bearing",
    "Counterpart",
    "Counting",
    "Point",
    "Position",
    "Timeline",
    "When",
    "Counts",
    "PersonLine",
    "PrintedRole",
    "RecordPerson",
    "Added",
    "Antecedent",
    "Article",
    "Attribution",
    "Document",
    "Judgement",
    "Person",
    "PersonKind",
    "Problem",
    "Quote",
    "ReadArticle",
    "Span",
    "Statement",
    "Credit",
    "EntityKind",
    "Extraction",
    "Ground",
    "Mention",
    "MentionForm",
    "Role",
    "Hop",
    "Member",
    "Comparison",
    "DifferenceKind",
    "Differences",
    "Edit",
    "EditKind",
    "Standout",
    "differences",
    "standing",
    "summary",
    "Said",
    "Check",
    "FoundWords",
    "Mouth",
    "NearWords",
    "PrintedWords",
    "Verdict",
    "NewRelation",
    "NewReports",
    "NewUtterance",
    "News",
    "Question",
    "Watched",
    "Likeness",
    "Wording",
    "Report",
    "Reprint",
    "ReprintGroup",
    "Review",
    "Reviewed",
    "Reviewing",
    "SharedPassage",
    "Story",
    "Relation",
    "RelationKind",
    "Utterance",
    "chain",
    "OnrecordError",
    "DocumentError",
    "RecordError",
    "NotARecordError",
    "NewerRecordError",
    "NotFoundError",
    "WeightsError",
    "QueryError",
    "OtherReport",
    "Provenance",
    "Taken",
}
"""Other programs build on these names; take none away."""


def test_the_surface_is_what_it_was() -> None:
    assert set(onrecord.__all__) == SURFACE


@pytest.mark.parametrize("name", sorted(SURFACE))
def test_each_name_is_there(name: str) -> None:
    assert getattr(onrecord, name) is not None
    assert name in dir(onrecord)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = onrecord.reed


def test_importing_onrecord_loads_nothing_heavy() -> None:
    heavy = "{'sqlalchemy', 'numpy', 'openvino', 'trafilatura', 'lxml', 'click'} & set(sys.modules)"
    code = f"import sys, onrecord; sys.exit(str({heavy}) if {heavy} else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
