"""``onrecord find`` and ``onrecord show``: statements by their words, and one of them in full."""

from __future__ import annotations

from dataclasses import replace

import click

from onrecord import Entry, Filter, ReadArticle
from onrecord.cli.options import existing, filter_options, limit_option, record_option
from onrecord.cli.resolved import resolved_lines
from onrecord.cli.terminal import (
    beginning,
    day,
    entry_heading,
    err,
    highlighted,
    in_context,
    labelled,
    legend,
    oneline,
    out,
    read_lines,
    statement_block,
    styled,
)


@click.command("find")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@filter_options
@limit_option
@record_option
def find_command(words: tuple[str, ...], only: Filter, limit: int, path: str) -> None:
    """Search statements by their words, best first.

    All words have to be there: in the statement, which counts most, or in the paragraph around it.
    "Quoted words" are looked for side by side, and sanct* finds what begins so.

    \b
    Example:
      onrecord find export ban --speaker minister --from 2019-02
      onrecord find '"national security"' --kind direct
    """
    question = " ".join(words)
    with existing(path) as record:
        number = 0
        for number, entry in enumerate(record.find(question, only, limit or None), start=1):
            _print_hit(number, entry)
        if not number:
            err("no statement has these words; try fewer of them, or a beginning such as sanct*")
        elif limit and number == limit:
            total = record.count(only, question)
            if total > limit:
                err(f"the best {limit} of {total:,} statements; --limit 0 shows all")


@click.command("show")
@click.argument("identifier", metavar="ID")
@record_option
def show_command(identifier: str, path: str) -> None:
    """Print one statement in its context, or all of an article's.

    ID is a statement's (3f9a0c1e55d2b7a4-2) or an article's; its beginning is enough (3f9a-2). Of a
    statement, who said it, to whom, through which chain of reports, when and doing what, each with the
    rule, the confidence and the printed words that it rests on.

    \b
    Example:
      onrecord show 3f9a-2
    """
    with existing(path) as record:
        found = record.show(identifier)
        whole = found if isinstance(found, ReadArticle) else record.article(found.article.id)
        reviewed = [one for one in record.statement_entries(whole.article.id) if one.review]
    if isinstance(found, ReadArticle):
        rejected = {one.statement.id for one in reviewed if one.review and one.review.state == "rejected"}
        kept = tuple(one for one in found.statements if one.id not in rejected)
        lines = [*read_lines(replace(found, statements=kept)), *map(_decided, reviewed)]
    else:
        lines = _full(found, whole)
    for line in lines:
        out(line)


def _print_hit(number: int, entry: Entry) -> None:
    out(f"{number:>2}  {entry_heading(entry)}")
    text = entry.article.text
    speaker = entry.speaker_name if oneline(entry.speaker_name) != oneline(entry.source) else ""
    for role, words in (("source", entry.source), ("speaker", speaker), ("cue", entry.cue)):
        if words:
            for line in labelled(role, oneline(words)):
                out(line)
    content = " […] ".join(highlighted(text, span, entry.highlights) for span in entry.content_spans)
    for line in labelled("content", content, "plain"):
        out(line)
    if entry.highlights and not _in_content(entry):
        near = next(part for part in entry.context if part.start <= entry.highlights[0].start < part.end)
        for line in labelled("around", highlighted(text, near, entry.highlights), "plain"):
            out(line)
    out()


def _in_content(entry: Entry) -> bool:
    spans = entry.content_spans
    return any(span.start <= hit.start < span.end for hit in entry.highlights for span in spans)


def _decided(entry: Entry) -> str:
    """Return in one line what people decided about a statement, and what is shown for it."""
    review = entry.review
    assert review is not None
    facts = [f"{entry.statement.id} {review.state} by {oneline(review.who)}, {day(review.when)}"]
    if review.speaker is not None:
        facts.append(f"speaker: {oneline(entry.speaker_name) or 'nobody known'}")
    for role, spans, words in (
        ("content", review.content, entry.content),
        ("cue", review.cue, entry.cue),
        ("source", review.source, entry.source),
    ):
        if spans is not None:
            facts.append(f"{role}: {oneline(words) or 'none'}")
    return " · ".join(facts)


def _full(entry: Entry, read: ReadArticle) -> list[str]:
    article = entry.article
    lines = [styled(oneline(article.title or "") or beginning(article.text), "title")]
    lines += [entry_heading(entry), ""]
    lines += statement_block("", entry.statement, entry.layout)
    lines += ["", *resolved_lines(entry, read)]
    if entry.review:
        lines += ["", _decided(entry)]
    return [*lines, "", *in_context(entry), legend()]
