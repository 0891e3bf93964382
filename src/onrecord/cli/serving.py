"""``onrecord serve``: the record in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import existing, record_option
from onrecord.cli.terminal import err


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), help="Where to listen; without it, 8765 or the next.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.option("--by", metavar="WHO", help="Who decides what is decided in the pages; else your login name.")
@click.option("--read-only", is_flag=True, help="Let nothing be decided in the pages.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask for the password in this file's first line; or set ONRECORD_PASSWORD.",
)
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="Answer to this host name too, behind a proxy."
)
@record_option
def serve_command(
    port: int | None,
    show: bool,
    by: str | None,
    read_only: bool,
    password_file: Path | None,
    names: tuple[str, ...],
    path: str,
) -> None:
    """Open the record in a browser, on this machine alone.

    It listens on 127.0.0.1 and loads nothing from elsewhere. To let others in, put a proxy with TLS before
    it, and give it a --name and a password. Ctrl-C ends it.

    \b
    Example:
      onrecord serve --open
    """
    from onrecord.web import Serving, serve

    password = _password(password_file)
    if names and password is None:
        raise click.UsageError("--name lets others in: give a password too, with --password-file")
    with existing(path) as record:
        how = Serving(port, by, names, password, not read_only, show)
        serve(record, how, lambda address: err(f"onrecord at {address} (Ctrl-C ends it)"))


def _password(file: Path | None) -> str | None:
    import os

    if file is None:
        return os.environ.get("ONRECORD_PASSWORD") or None
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read as a password: {error}") from error
    if not lines or not lines[0]:
        raise click.UsageError(f"{file} is empty; write the password into its first line")
    return lines[0]
