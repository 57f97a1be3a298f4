"""The log of gunicorn without what tells on its own: `gunicorn.conf.py` names this class."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from .logs import without_telling_addresses

QUERY = re.compile(r"\?[^\s\"]*")
KEPT = frozenset("hltsmHbBTDMLpa")


class ServerLogger(Logger):  # type: ignore[misc]
    """Lines of the access log without queries, links from mails, and addresses of moves and paths. No user, no headers."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What a line can be made of."""
        found: dict[str, Any] = super().atoms(*args)
        told = {name: found[name] for name in KEPT if name in found}
        for name in ("r", "U", "f"):
            told[name] = without_telling_addresses(QUERY.sub("?…", str(found[name])))
        return told | {"q": "", "u": "-"}
