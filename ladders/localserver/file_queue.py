"""kombu's filesystem transport, with messages that appear whole: written beside the queue, then renamed into it.

As it comes, a worker that looks at the right moment reads a message of which only the first bytes are there, and stops
with an error.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils import json


class Channel(filesystem.Channel):
    """Puts a message into its queue in one step."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write aside and rename: a reader lists only names that end in `.<queue>.msg`."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        place = Path(self.data_folder_out) / name
        aside = place.with_name(f"{name}.part")
        try:
            aside.write_text(json.dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
            os.replace(aside, place)
        except OSError as error:
            raise ChannelError(f"Cannot add {name!r} to the queue.") from error


class Transport(filesystem.Transport):
    """The transport that `filesystem://` stands for here."""

    Channel = Channel
