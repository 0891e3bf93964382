from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from onrecord import open_record
from onrecord.errors import OnrecordError
from onrecord.web.serving import PORT, Serving, _listen, serve


@pytest.fixture
def path(tmp_path):
    with open_record(tmp_path / "test.db"):
        pass
    return tmp_path / "test.db"


def test_it_serves_until_it_is_interrupted(path):
    command = [sys.executable, "-m", "onrecord", "serve", "--port", "0", "--record", str(path)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        line = running.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        with urllib.request.urlopen(address + "search", timeout=20) as answer:
            assert b"0 statements" in answer.read()
    finally:
        running.send_signal(signal.SIGINT)
        rest = running.communicate(timeout=20)[1]
    assert "Traceback" not in rest
    assert running.returncode in (0, 130)


def test_without_a_port_it_takes_the_next_free_one():
    first = _listen(None)
    second = _listen(None)
    try:
        ports = [one.getsockname() for one in (first, second)]
        assert ports[0] != ports[1]
        assert all(host == "127.0.0.1" and port >= PORT for host, port in ports)
    finally:
        first.close()
        second.close()


def test_a_port_that_is_taken_is_an_error_that_says_what_to_do(path):
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    with open_record(path) as record, pytest.raises(OnrecordError, match="--port"):
        serve(record, Serving(port=taken.getsockname()[1]), print)
    taken.close()


def test_a_record_has_to_be_there(onrecord):
    ended = onrecord("serve", "--record", "none.db")
    assert ended.code == 1
    assert "there is no record at none.db" in ended.err


def test_another_name_needs_a_password(onrecord, path):
    ended = onrecord("serve", "--record", str(path), "--name", "news.example")
    assert ended.code == 2
    assert "password" in ended.err


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_password_file_that_holds_none_is_an_error(onrecord, path, tmp_path, content):
    file = tmp_path / "password"
    file.write_bytes(content)
    ended = onrecord("serve", "--record", str(path), "--password-file", str(file))
    assert ended.code == 2
    assert str(file) in ended.err
