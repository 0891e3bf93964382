"""``onrecord people``, ``onrecord person``, and what other commands say of who is who."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import click
import pytest

from onrecord import (
    Article,
    Attribution,
    Credit,
    Ground,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Statement,
    open_record,
)
from onrecord.cli import terminal
from tests.conftest import Command
from tests.fakes import report, somebody

TEXT = """CARROW (Gridwire) - “We never signed it,” the minister told reporters in Carrow, the Meridian
reported.

Two officials who may not speak said the plan exists. He called it a lie.
"""


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def relation(content: str, cue: str, source: str) -> Attribution:
    return Attribution((span(content),), (span(cue),), (span(source),), Quote.INDIRECT, True, 0.9)


MINISTER = Person(
    "p1", "Ida Holt", PersonKind.PERSON, ("Ida Holt",), (Role("river minister", span("minister")),)
)
RESOLVED = ReadArticle(
    Article("res0", TEXT, "A plan", "The Carrow Courier", "2024-03-05"),
    (
        Statement(
            "res0-1", "res0", relation("We never signed it", "reported", "the Meridian"), "p2", act="assert"
        ),
        Statement(
            "res0-2",
            "res0",
            relation("“We never signed it,”", "told", "the minister"),
            speaker="p1",
            addressee="p4",
            via=("p2",),
            parent="res0-1",
            act="deny",
            said="2024-03-04",
            answers="res0-3",
            place="Carrow",
            grounds=(
                Ground("speaker", "description", 0.83, (span("the minister"),)),
                Ground("act", "cue-and-content", 0.9, (span("never"),)),
                Ground("answers", "denial", 0.6),
            ),
        ),
        Statement("res0-3", "res0", relation("the plan exists", "said", "Two officials"), "p3"),
        Statement("res0-4", "res0", relation("a lie", "called it", "He")),
    ),
    (
        MINISTER,
        Person("p2", "the Meridian", PersonKind.ORGANIZATION),
        Person(
            "p3", "Two officials", PersonKind.UNNAMED, (), (), (), "official", (span("who may not speak"),)
        ),
        Person("p4", "reporters", PersonKind.GROUP),
    ),
    "v1",
    (Credit("Gridwire", (span("(Gridwire)"),), "dateline"),),
)
REPORTS = (
    RESOLVED,
    report("aa11", somebody("Ida Holt", "Ms Holt", roles=["minister for rivers"]), somebody("Ana Ek")),
    report("bb22", somebody("Ida Holt", roles=["a plumber"]), outlet="Herald"),
    report("cc33", somebody("Ben Moss"), says="Ida Holt must go"),
)


@pytest.fixture
def filled(onrecord: Command) -> Command:
    with open_record("onrecord.db") as record:
        record.store(REPORTS)
    return onrecord


def ids(filled: Command, *words: str) -> list[str]:
    lines = filled("people", "--format", "jsonl", *words).out.splitlines()
    return [json.loads(line)["id"] for line in lines]


@pytest.fixture
def minister(filled: Command) -> str:
    (found,) = ids(filled, "rivers")
    return found


class TestList:
    def test_a_table_most_statements_first(self, filled: Command) -> None:
        outcome = filled("people")
        head, first, *_ = outcome.out.splitlines()
        assert head.split() == ["ID", "NAME", "KIND", "SAID", "IN", "ROLES"]
        assert re.fullmatch(r"p\d+ +Ida Holt +person +2 +2  minister for rivers; river minister", first)
        assert outcome.code == 0

    def test_words_kind_and_limit(self, filled: Command) -> None:
        assert "a plumber" in filled("people", "plumber").out
        assert len(ids(filled, "--kind", "unnamed")) == 1
        assert "the first 1 of 7 people; --limit 0 shows all" in filled("people", "--limit", "1").err
        assert len(ids(filled, "--limit", "0")) == 7

    def test_json_lines(self, filled: Command) -> None:
        first = json.loads(filled("people", "--format", "jsonl").out.splitlines()[0])
        assert list(first) == ["id", "name", "kind", "names", "roles", "statements", "articles", "decided"]

    def test_words_that_nobody_has(self, filled: Command) -> None:
        assert filled("people", "unicorn").err == "nobody has these words in a name or role\n"
        assert "did you mean: onrecord people merge" in filled("people", "mreg").err

    def test_a_command_s_name_can_be_looked_for(self, filled: Command) -> None:
        assert "nobody has these words" in filled("people", "list", "split").err

    def test_a_record_without_people(self, onrecord: Command) -> None:
        open_record("onrecord.db").close()
        assert "onrecord reread" in onrecord("people").err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["people"], ["person", "x"], ["people", "merge", "p1", "p2"], ["people", "split", "p1", "a"],
            ["people", "rename", "p1", "X"], ["people", "undo", "j1"], ["people", "judgements"],
        ],
    )  # fmt: skip
    def test_without_a_record(self, onrecord: Command, arguments: list[str]) -> None:
        outcome = onrecord(*arguments)
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.startswith("onrecord: there is no record at onrecord.db")


class TestPerson:
    def test_everything_about_a_person(self, filled: Command, minister: str) -> None:
        out = filled("person", minister).out
        assert f"Ida Holt\n{minister} · person · 2 statements · 2 articles · 1 about\n" in out
        assert "    NAMES     Ida Holt; Ms Holt\n" in out
        assert "river minister (1 article; res0 ¶1 line 1)" in out
        assert "  2024-03-02 · The Carrow Courier · aa11 as “Ida Holt”\n" in out
        assert re.search(r"m\d+ · 96% · name and role \(field: politics; role: minister\)", out)
        assert "SAYS\n  2024-03-02 · The Carrow Courier · aa11-1\n      “We object 1,”\n" in out
        assert "ABOUT\n  2024-03-02 · The Carrow Courier · cc33-1 · Ben Moss\n" in out

    def test_a_name_that_several_bear_is_exit_code_1(self, filled: Command) -> None:
        outcome = filled("person", "Ida", "Holt")
        assert (outcome.code, outcome.out) == (1, "")
        assert "onrecord: 2 people are called 'Ida Holt'; give the id of one:" in outcome.err
        assert "a plumber · 1 statement in 1 article" in outcome.err

    def test_who_is_not_there(self, filled: Command) -> None:
        outcome = filled("person", "Zed")
        assert (outcome.code, outcome.err) == (
            1,
            "onrecord: nobody in the record is called 'Zed'; see: onrecord people\n",
        )

    def test_json_is_one_object(self, filled: Command, minister: str) -> None:
        (line,) = filled("person", minister, "--format", "jsonl").out.splitlines()
        found = json.loads(line)
        assert [entry["id"] for entry in found["says"]] == ["aa11-1", "res0-2"]
        assert {article["made_by"] for article in found["articles"]} == {"machine"}
        assert found["articles"][0]["evidence"] == ["field: politics", "role: minister"]

    def test_the_limit_says_what_is_left_out(self, filled: Command, minister: str) -> None:
        assert "and 1 more; --limit 0 shows all" in filled("person", minister, "--limit", "1").out


class TestDeciding:
    def test_merge_and_undo(self, filled: Command, minister: str) -> None:
        (other,) = ids(filled, "ek")
        outcome = filled("people", "merge", minister, "Ana Ek", "--by", "ann")
        assert outcome.out == (f"{other} is now {minister} Ida Holt; undo with: onrecord people undo j1\n")
        listed = filled("people")
        assert re.search(r"Ida Holt \* +person +3 +2", listed.out)
        assert "* somebody decided about this person" in listed.err
        assert "decided by a person" in filled("person", other).out
        assert f"j1 · {other} is {minister} · ann, 20" in filled("person", minister).out
        assert filled("people", "undo", "j1", "--by", "bo").out == "j1 is undone\n"
        assert ids(filled, "ek") == [other]
        assert filled("people", "undo", "j1").code == 1

    def test_split_by_article_and_by_printed_form(self, filled: Command, minister: str) -> None:
        outcome = filled("people", "split", minister, "res")
        assert re.match(
            rf"1 article of {minister} now p\d+ Ida Holt; undo with: onrecord people undo j1", outcome.out
        )
        assert len(ids(filled, "holt")) == 3
        filled("people", "undo", "1")
        assert filled("people", "split", minister, "--printed", "Ms Holt").code == 0

    def test_rename(self, filled: Command, minister: str) -> None:
        assert (
            "is now called Ida Holt (the minister)"
            in filled("people", "rename", minister, "Ida Holt (the minister)").out
        )
        assert filled("people", "the minister").out.count("Ida Holt (the minister)") == 1

    def test_undo_of_what_onrecord_inferred(self, filled: Command, minister: str) -> None:
        listed = filled("people", "judgements", "--person", minister).out
        judgement = re.findall(r"m\d+", listed)[0]
        assert f"{judgement} is undone: p" in filled("people", "undo", judgement).out
        assert len(ids(filled, "holt")) == 3

    def test_judgements_of_people_and_machine_are_listed_apart(self, filled: Command, minister: str) -> None:
        filled("people", "rename", minister, "Holt", "--by", "ann")
        out = filled("people", "judgements").out
        decided, inferred = out.split("INFERRED BY ONRECORD")
        assert "j1 · " in decided and "m" not in re.findall(r"^ +(\w)\d", decided, re.MULTILINE)
        assert "j1" not in inferred and re.search(r"m\d+ · \d+% · name", inferred)
        lines = [
            json.loads(line) for line in filled("people", "judgements", "--format", "jsonl").out.splitlines()
        ]
        assert [one["made_by"] for one in lines[:2]] == ["person", "machine"]
        assert all(one["evidence"] is not None for one in lines[1:])

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["merge", "p1", "p999"], "there is no person p999"),
            (["split", "Ben Moss", "cc33"], "nobody would be left"),
            (["split", "Ben Moss"], "say which articles"),
            (["rename", "Ben Moss", "!"], "is no name"),
            (["undo", "m1x"], "is no judgement's id"),
        ],
    )
    def test_what_cannot_be_decided_says_why(self, filled: Command, arguments: list[str], says: str) -> None:
        outcome = filled("people", *arguments)
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.startswith("onrecord: ") and says in outcome.err


class TestShown:
    def test_show_gives_each_value_with_what_it_rests_on(self, filled: Command) -> None:
        out = filled("show", "res0-2").out
        assert "    SPEAKER    Ida Holt · person · river minister · p" in out
        assert "               by description, 83%: “the minister”\n" in out
        assert "    ADDRESSEE  reporters · group\n" in out
        assert "    VIA        the Meridian · organization\n" in out
        assert "    ACT        deny\n               by cue-and-content, 90%: “never”\n" in out
        assert "    SAID       2024-03-04\n    PLACE      Carrow\n" in out
        assert "The Carrow Courier › Gridwire › the Meridian (res0-1) › Ida Holt\n" in out
        assert (
            "    ANSWERS    res0-3 · Two officials: the plan exists\n               by denial, 60%\n" in out
        )

    def test_unnamed_and_unknown_are_not_confused(self, filled: Command) -> None:
        unnamed = filled("show", "res0-3").out
        assert "UNNAMED by the article: “Two officials” · official · “who may not speak”" in unnamed
        unknown = filled("show", "res0-4").out
        assert "UNKNOWN" in unknown and "UNNAMED" not in unknown
        assert "UNKNOWN" not in unnamed

    def test_a_circle_of_parents_ends(self, onrecord: Command) -> None:
        statements = (
            replace(RESOLVED.statements[0], parent="res0-2"),
            *RESOLVED.statements[1:],
        )
        with open_record("onrecord.db") as record:
            record.store([replace(RESOLVED, statements=statements)])
        assert onrecord("show", "res0-2").out.count("(res0-1)") < 20

    def test_the_ledger_has_speaker_act_and_day(self, filled: Command) -> None:
        out = filled("ledger", "--act", "deny").out
        head, row = out.splitlines()
        assert head.split() == ["DATE", "OUTLET", "SPEAKER", "SOURCE", "CUE", "ACT", "SAID", "CONTENT"]
        assert re.search(r"Ida Holt +the minister +told +deny +2024-03-04 +“We never", row)

    def test_a_narrow_ledger_fits(self, filled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("onrecord.cli.listing.columns", lambda: 80)
        lines = filled("ledger").out.splitlines()
        assert lines[0].split() == ["DATE", "OUTLET", "SPEAKER", "ACT", "CONTENT"]
        assert max(map(len, lines)) <= 80
        assert any("(said 2024-03-04) “We" in line for line in lines)

    def test_an_article_shows_speakers_whom_the_source_does_not_name(self, filled: Command) -> None:
        out = filled("show", "res0").out
        assert "deny · said 2024-03-04\n    SOURCE   the minister\n    SPEAKER  Ida Holt\n" in out
        assert "unnamed source\n    SOURCE   Two officials\n    CUE" in out

    def test_read_shows_speakers(self, onrecord: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        speaker = Person("p1", "Lena Ott", PersonKind.PERSON)
        said = Attribution((Span(0, 5),), (Span(10, 14),), (Span(6, 9),), Quote.DIRECT, True, 0.9)
        statement = Statement("x-1", "x", said, "p1", act="deny", said="2024-03-01/2024-03-05")
        read = ReadArticle(Article("x", "“No,” she said."), (statement,), (speaker,), "v1")
        monkeypatch.setattr("onrecord.cli.reading.read", lambda *_, **__: iter([read]))
        out = onrecord("read", "x.txt").out
        assert "deny · said 2024-03-01 to 2024-03-05\n    SOURCE   she\n    SPEAKER  Lena Ott\n" in out

    def test_find_by_person(self, filled: Command, minister: str) -> None:
        assert "SPEAKER  Ida Holt" in filled("find", "signed", "--speaker", minister).out
        assert "res0-2" in filled("find", "signed", "--speaker", "ms holt").out
        assert filled("find", "signed", "--speaker", "plumber").out == ""
        assert filled("find", "signed", "--act", "deny").out.count("CONTENT") == 1

    def test_details_are_more_keys_and_no_others(self, filled: Command) -> None:
        plain = [json.loads(line) for line in filled("export").out.splitlines()]
        detailed = [json.loads(line) for line in filled("export", "--details").out.splitlines()]
        assert detailed != plain
        assert detailed[0]["article"]["credits"][0]["agency"] == "Gridwire"
        assert detailed[0]["statements"][1]["answers"] == "res0-3"
        for one, other in zip(plain, detailed, strict=True):
            assert one["article"].items() <= other["article"].items()
            for part in ("people", "statements"):
                for short, long in zip(one[part], other[part], strict=True):
                    assert {key: long[key] for key in short} == short

    @pytest.mark.parametrize(
        "arguments", [["export", "--details", "--format", "csv"], ["read", "--details", "x.txt"]]
    )
    def test_details_are_of_json(self, filled: Command, arguments: list[str]) -> None:
        outcome = filled(*arguments)
        assert outcome.code == 2
        assert "--details goes with --format jsonl" in outcome.err

    def test_csv_has_what_is_resolved(self, filled: Command, minister: str) -> None:
        exported = io.StringIO(filled("export", "--format", "csv", "--act", "deny").out, newline="")
        (row,) = csv.DictReader(exported)
        found = {
            name: row[name] for name in ("speaker", "speaker_kind", "addressee", "parent", "via", "place")
        }
        assert found == {
            "speaker": "Ida Holt",
            "speaker_kind": "person",
            "addressee": "reporters",
            "parent": "res0-1",
            "via": "the Meridian",
            "place": "Carrow",
        }
        assert (row["person"], row["person_name"]) == (minister, "Ida Holt")


def test_a_long_value_is_wrapped_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    lines = [click.unstyle(line) for line in terminal.labelled("chain", "paper › agency › " * 8, "plain", 11)]
    assert len(lines) > 1 and max(map(len, lines)) <= 60
