"""The file queue of the demo: a reader sees a message whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.connection import Connection

import ladders.celery  # noqa: F401 - makes filesystem:// our transport


def test_messages_are_never_read_half_written(tmp_path: Path) -> None:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "control")}
    text = "x" * 200_000
    count = 200
    received: list[Any] = []

    def read() -> None:
        with Connection("filesystem://", transport_options=options) as connection:  # type: ignore[no-untyped-call]
            channel = connection.default_channel
            while len(received) < count:
                try:
                    received.append(channel._get("jobs"))
                except Empty:
                    continue

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    with Connection("filesystem://", transport_options=options) as connection:  # type: ignore[no-untyped-call]
        assert type(connection.default_channel).__module__ == "ladders.localserver.file_queue"
        for number in range(count):
            connection.default_channel._put("jobs", {"number": number, "text": text})
    reader.join(60)
    assert sorted(message["number"] for message in received) == list(range(count))
    assert {message["text"] for message in received} == {text}
