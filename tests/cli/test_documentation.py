from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from onrecord.cli.group import COMMANDS
from onrecord.cli.group import onrecord as group

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## onrecord (\w+)\n(.*?)(?=^## |\Z)", DOCUMENTED, re.MULTILINE | re.DOTALL))


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found is not None
    return found


def options(name: str) -> list[click.Option]:
    """Return the options of a command, and of the commands in it."""
    found = command(name)
    commands = [found, *(found.commands.values() if isinstance(found, click.Group) else ())]
    return [option for one in commands for option in one.params if isinstance(option, click.Option)]


def test_every_command_has_its_section_and_no_other() -> None:
    assert list(SECTIONS) and set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    for option in options(name):
        for spelling in [*option.opts, *option.secondary_opts]:
            assert f"`{spelling}" in DOCUMENTED, f"{name} {spelling} is not in docs/cli.md"
            shared = (
                spelling in ("--not-communicated", "--communicated") or "filters as above" in SECTIONS[name]
            )
            assert shared or f"`{spelling}" in SECTIONS[name], f"{name} does not mention {spelling}"


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_documented_that_is_not_there(name: str) -> None:
    there = {spelling for option in options(name) for spelling in [*option.opts, *option.secondary_opts]}
    assert set(re.findall(r"`(--[a-z-]+)", SECTIONS[name])) <= there


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_help_says(name: str) -> None:
    help_ = (command(name).help or "").split("\n\n")[0].replace("\n", " ")
    assert help_.startswith(COMMANDS[name][1].rstrip("."))


def test_every_example_is_a_command_that_parses() -> None:
    for line in re.findall(r"^    (?:.*\| )?onrecord (\w+)", DOCUMENTED, re.MULTILINE):
        assert line in COMMANDS


def test_every_example_is_in_its_help() -> None:
    for name in COMMANDS:
        examples = re.search(r"Example:\n((?:  .*\n?)+)", command(name).help or "")
        assert examples, f"{name} has no example"
        assert examples.group(1).splitlines()[0].strip() in SECTIONS[name]


def test_every_command_about_people_is_documented_with_its_example() -> None:
    group_ = command("people")
    assert isinstance(group_, click.Group)
    for name, one in group_.commands.items():
        examples = re.search(r"Example:\n((?:  .*\n?)+)", one.help or "")
        assert examples, f"people {name} has no example"
        for line in examples.group(1).splitlines():
            assert line.strip() in SECTIONS["people"], f"{line.strip()} is not in docs/cli.md"
