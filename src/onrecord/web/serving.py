"""Run the pages on this machine's loopback address, for this machine alone."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from onrecord.errors import OnrecordError
from onrecord.record import Record
from onrecord.web.application import application

PORT = 8765
_TRIED = 20
"""Ports tried one after the other where none was asked for."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve: ``port`` None takes the first free one from 8765 on, ``names`` are a proxy's."""

    port: int | None = None
    by: str | None = None
    names: tuple[str, ...] = ()
    password: str | None = None
    may_change: bool = True
    show: bool = False


def serve(record: Record, how: Serving, told: Callable[[str], None]) -> None:
    """Answer on 127.0.0.1 until it is interrupted; ``told`` is given the address when it is ready."""
    listening = _listen(how.port)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    app = application(record, how.by, how.names, how.password, how.may_change)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", server_header=False)
    told(address)
    if how.show:
        webbrowser.open(address)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int | None) -> socket.socket:
    for candidate in [port] if port is not None else range(PORT, PORT + _TRIED):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(("127.0.0.1", candidate))
        except OSError:
            made.close()
            continue
        made.listen(128)
        return made
    where = f"port {port}" if port is not None else f"any port from {PORT} to {PORT + _TRIED - 1}"
    raise OnrecordError(f"something else listens on {where} already; give another with --port")
