"""Read the sample story into a record, print who said what, and say what to type next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

STORY = Path(__file__).parent / "story"
RECORD = Path("demo.db")


def main() -> int:
    """Run the main job on the sample articles with the commands that a person would type."""
    onrecord = str(Path(sys.executable).with_name("onrecord"))
    story = STORY.relative_to(Path.cwd()) if STORY.is_relative_to(Path.cwd()) else STORY
    for command in (
        ["add", "--record", str(RECORD), str(story)],
        ["ledger", "--record", str(RECORD)],
    ):
        print(f"\n$ onrecord {' '.join(command)}", flush=True)
        done = subprocess.run([onrecord, *command], check=False)
        if done.returncode:
            return done.returncode
    print(NEXT.format(onrecord=_typed(onrecord), record=RECORD, story=story))
    return 0


NEXT = """
That is the story in {record}: who is on record with what, in whose report.  Next, try

  {onrecord} serve --open --record {record}                      all of it in a browser, on this machine
  {onrecord} find court --record {record}                        search the statements by their words
  {onrecord} find switch --speaker Duan --record {record}        only what one speaker said
  {onrecord} people --record {record}                            who speaks in it
  {onrecord} person "Duan Shiheng" --record {record}             all that one of them said, and others of him
  {onrecord} timeline "Duan Shiheng" --about court --record {record}  what he has said on it, by all outlets
  {onrecord} links --record {record}                             which reports are of one utterance, and why
  {onrecord} check "we never will" --record {record}             is a quotation there, and in whose mouth
  {onrecord} articles --record {record}                          the articles behind them
  {onrecord} show ID --record {record}                           one of them where it stands
  {onrecord} export --format csv --record {record} > story.csv   for a spreadsheet
  {onrecord} read {story}/05-meridian-interview.txt              one article, without a record
"""


def _typed(path: str) -> str:
    """Return how a person in this folder would type a path."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


if __name__ == "__main__":
    sys.exit(main())
