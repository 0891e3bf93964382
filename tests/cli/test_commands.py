from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord import cli
from onrecord.cli import terminal
from tests.conftest import STORY, Command

ROOT = Path(__file__).parents[2]
RUN = (
    "import sys; from onrecord.cli.group import House, main; from tests.fakes import FakeExtractor; "
    "main(sys.argv[1:], House(FakeExtractor))"
)


@pytest.fixture
def filled(onrecord: Command, story: Path) -> Command:
    assert onrecord("add", story).code == 0
    return onrecord


class TestRead:
    def test_labels_tell_source_cue_and_content_apart_without_colour(
        self, onrecord: Command, story: Path
    ) -> None:
        outcome = onrecord("read", story)
        assert outcome.code == 0
        assert "\x1b" not in outcome.out
        assert (
            "    SOURCE   Lena Ott\n    CUE      said\n    CONTENT  “We object to this ban,”\n" in outcome.out
        )
        assert "believed or felt, not said" in outcome.out
        assert "4 statements" in outcome.out

    def test_json_lines(self, onrecord: Command, story: Path) -> None:
        (line,) = onrecord("read", "--format", "jsonl", story).out.splitlines()
        assert json.loads(line)["article"]["text"] == STORY

    def test_standard_input(self, onrecord: Command) -> None:
        given = '{"text": "“No,” Ott said."}\n{"text": "“Yes,” Ott said."}\n'.encode()
        outcome = onrecord("read", "-", given=given)
        assert outcome.out.count("SOURCE") == 2

    def test_a_problem_does_not_stop_the_run(self, onrecord: Command, story: Path) -> None:
        outcome = onrecord("read", "nowhere.txt", story)
        assert outcome.code == 0
        assert outcome.err == "problem: nowhere.txt is not there; check the name\n"
        assert "SOURCE" in outcome.out

    def test_nothing_readable_is_exit_code_1(self, onrecord: Command) -> None:
        outcome = onrecord("read", "nowhere.txt")
        assert outcome.code == 1
        assert "nothing could be read" in outcome.err

    def test_no_control_character_reaches_the_terminal(self, onrecord: Command, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text(
            '{"text": "“No\\u001b[31m\\u009b2J,” Ott said.", "title": "T\\u0007"}'
        )
        assert not set(onrecord("read", "a.jsonl").out) & {"\x1b", "\x9b", "\x07"}

    def test_a_large_document_is_a_problem_until_the_limit_is_raised(
        self, onrecord: Command, story: Path
    ) -> None:
        assert "raise the limit with --largest" in onrecord("read", "--largest", "0.0001", story).err
        assert onrecord("read", "--largest", "1", story).code == 0


class TestAdd:
    def test_the_closing_line(self, onrecord: Command, story: Path) -> None:
        outcome = onrecord("add", story, "nowhere.txt")
        assert outcome.code == 0
        assert outcome.out == "1 article added (0 already there), 4 statements, 1 problem\n"
        assert onrecord("add", story).out == "0 articles added (1 already there), 0 statements, 0 problems\n"

    def test_where_the_record_is(
        self, onrecord: Command, story: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ONRECORD", "env.db")
        onrecord("add", story)
        onrecord("add", "--record", "option.db", story)
        assert Path("env.db").exists()
        assert Path("option.db").exists()
        assert not Path("onrecord.db").exists()

    def test_nothing_readable_is_exit_code_1(self, onrecord: Command) -> None:
        assert onrecord("add", "nowhere.txt").code == 1

    def test_no_bar_where_nobody_watches(self, onrecord: Command, story: Path) -> None:
        assert onrecord("add", story).err == ""

    def test_workers(self, onrecord: Command, tmp_path: Path) -> None:
        lines = (f'{{"text": "“No {number},” Ott said. {"x" * 1000}"}}\n' for number in range(300))
        (tmp_path / "many.jsonl").write_text("".join(lines))
        assert onrecord("add", "--workers", "2", "many.jsonl").out.startswith("300 articles added")

    def test_the_same_file_in_one_run_twice(self, onrecord: Command, story: Path) -> None:
        assert onrecord("add", story, story).out.startswith("1 article added (1 already there)")


class TestAsking:
    def test_find(self, filled: Command) -> None:
        outcome = filled("find", "world", "leave")
        assert outcome.code == 0
        assert "CONTENT  “The world cannot leave us,”" in outcome.out
        assert "no date · story.txt · ¶3 line 5 · " in outcome.out

    def test_find_says_where_words_around_it_were_found(self, filled: Command) -> None:
        assert "AROUND   BERN - “We object" in filled("find", "bern").out

    def test_find_says_how_many_more_there_are(self, filled: Command) -> None:
        outcome = filled("find", "ott", "--limit", "1")
        assert "the best 1 of 3 statements; --limit 0 shows all" in outcome.err

    def test_find_nothing(self, filled: Command) -> None:
        outcome = filled("find", "unicorn")
        assert (outcome.code, outcome.out) == (0, "")
        assert "no statement has these words" in outcome.err

    def test_find_without_words(self, filled: Command) -> None:
        outcome = filled("find", "?!")
        assert outcome.code == 1
        assert outcome.err == "onrecord: there is no word to look for in '?!'; give at least one\n"

    @pytest.mark.parametrize(
        ("option", "value", "count"),
        [
            ("--speaker", "ott", 3),
            ("--kind", "direct", 2),
            ("--outlet", "courier", 0),
            ("--from", "2019", 0),
            ("--act", "warn", 0),
        ],
    )
    def test_filters(self, filled: Command, option: str, value: str, count: int) -> None:
        assert len(filled("ledger", option, value).out.splitlines()) - 1 == count
        exported = io.StringIO(filled("export", "--format", "csv", option, value).out, newline="")
        assert len(list(csv.DictReader(exported))) == count

    def test_an_act_that_is_none_lists_those_that_are(self, filled: Command) -> None:
        outcome = filled("ledger", "--act", "deney")
        assert outcome.code == 2
        assert "'deny'" in outcome.err and "'decline-to-comment'" in outcome.err

    def test_a_filter_for_what_was_not_said(self, filled: Command) -> None:
        assert "Brandt" in filled("ledger", "--not-communicated").out
        assert "Brandt" not in filled("ledger", "--communicated").out

    def test_show_a_statement_in_its_context(self, filled: Command) -> None:
        identifier = filled("find", "sanctions").out.split(" · ")[3].split()[0]
        out = filled("show", identifier).out
        assert "‹Lena Ott› |denied| ⟦that sanctions had been broken⟧. “The world" in out
        assert "‹source›  |cue|  ⟦content⟧" in out

    def test_show_an_article(self, filled: Command) -> None:
        article = json.loads(filled("export").out)["article"]["id"]
        assert filled("show", article[:6]).out.count("SOURCE") == 4

    def test_show_what_is_not_there(self, filled: Command) -> None:
        outcome = filled("show", "nobody-3")
        assert outcome.code == 1
        assert outcome.err == "onrecord: there is no article 'nobody'; see: onrecord articles\n"

    def test_ledger(self, filled: Command) -> None:
        outcome = filled("ledger")
        head = ["DATE", "OUTLET", "SPEAKER", "SOURCE", "CUE", "ACT", "SAID", "CONTENT"]
        assert outcome.out.splitlines()[0].split() == head
        assert outcome.err == "4 of 4 statements (all)\n"

    def test_articles_and_problems(self, filled: Command) -> None:
        filled("add", "nowhere.txt")
        assert filled("articles").err == "1 article, 4 statements\n"
        outcome = filled("problems")
        assert outcome.out == "nowhere.txt is not there; check the name\n"
        assert outcome.err == "1 problem\n"

    def test_export_is_what_read_prints(self, filled: Command, story: Path) -> None:
        assert filled("export", "--format", "jsonl").out == filled("read", "--format", "jsonl", story).out

    def test_reread(self, filled: Command) -> None:
        assert filled("reread").out == "0 articles read again, 0 statements, 0 problems\n"

    def test_without_a_record(self, onrecord: Command) -> None:
        for command in (["find", "x"], ["ledger"], ["articles"], ["problems"], ["export"], ["reread"]):
            outcome = onrecord(*command)
            assert outcome.code == 1
            assert (
                outcome.err
                == "onrecord: there is no record at onrecord.db; make one with: onrecord add FILE...\n"
            )


class TestCommandLine:
    def test_a_mistyped_command(self, onrecord: Command) -> None:
        outcome = onrecord("serach")
        assert outcome.code == 2
        assert "There is no command 'serach'." in outcome.err
        assert "Did you mean 'read'?" in onrecord("raed").err

    def test_a_mistyped_option(self, onrecord: Command) -> None:
        outcome = onrecord("find", "--speakr", "x", "y")
        assert outcome.code == 2
        assert "--speaker" in outcome.err

    @pytest.mark.parametrize("command", [[], *[[name] for name in cli.group.COMMANDS]])
    def test_every_help_has_an_example(self, onrecord: Command, command: list[str]) -> None:
        outcome = onrecord(*command, "--help")
        assert outcome.code == 0
        assert "Example:\n    onrecord" in outcome.out

    def test_version(self, onrecord: Command) -> None:
        assert onrecord("--version").out.startswith("onrecord ")

    def test_colour_is_asked_of_the_terminal_and_the_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        assert terminal.coloured()
        monkeypatch.setenv("NO_COLOR", "1")
        assert not terminal.coloured()

    def test_help_loads_nothing_heavy(self) -> None:
        code = (
            "import sys\n"
            "from onrecord.cli import main\n"
            "try: main(['--help'])\n"
            "except SystemExit: pass\n"
            "heavy = {'sqlalchemy', 'numpy', 'openvino', 'trafilatura', 'tokenizers', 'lxml'}\n"
            "heavy &= set(sys.modules)\n"
            "sys.exit(str(heavy) if heavy else 0)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


class TestEnding:
    def start(self, tmp_path: Path, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", RUN, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def test_a_reader_that_goes_away_is_no_error(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"text": "“No,” Ott said."}\n' * 3000)
        with self.start(tmp_path, "read", "a.jsonl") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(20) == 141

    def test_ctrl_c_is_quiet_and_keeps_what_was_added(self, tmp_path: Path) -> None:
        with self.start(tmp_path, "add", "--workers", "1", "-") as process:
            assert process.stdin is not None
            assert process.stderr is not None
            process.stdin.write('{"text": "“No,” Ott said."}\n'.encode())
            process.stdin.flush()
            for number in range(100):
                process.stdin.write(f'{{"text": "“No {number},” Ott said."}}\n'.encode())
            process.stdin.flush()
            time.sleep(2.5)
            process.send_signal(signal.SIGINT)
            err = process.stderr.read().decode()
            assert process.wait(20) == 130
        assert err == "stopped; what was added is kept, and the same command goes on from there\n"
        assert (tmp_path / "onrecord.db").exists()
