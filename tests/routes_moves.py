"""Who may go where among the pages of moves and letters: see `tests/routes.py`."""

from __future__ import annotations

from tests.route_kinds import (
    ALL,
    ANALYST,
    BOTH,
    EMPLOYEE,
    GET,
    HR,
    HR_ONLY,
    LOCAL_HR,
    NOBODY,
    OWNER,
    PERSONNEL,
    POST,
    Route,
    deed,
    form,
    page,
)

MOVE_ROUTES: dict[str, Route] = {
    # moves: the way of a request by EMPLOYEE, who reports to OWNER; HR hears of it
    "my-moves": page(ALL),
    "moves-inbox": page(ALL),
    "notices": page(ALL),
    "notice-change": page(ALL, "own notice"),
    "notice-open": page(ALL, "own page notice"),
    "notices-read": deed(ALL),
    "notice-settings": form(ALL),
    "move-ask": form(ALL, "level"),
    "move-try": form(ALL, "level"),
    "move-propose": Route(BOTH, frozenset({OWNER}), ("employee",), refused=404),  # the manager of the day
    "move": Route(GET, frozenset({EMPLOYEE, OWNER, HR}), ("move",), refused=404),
    "move-deed": Route(POST, frozenset({EMPLOYEE, OWNER, HR}), ("move", "move deed"), refused=404),
    "move-draft": Route(BOTH, frozenset({EMPLOYEE}), ("move draft",), refused=404),
    "move-send": Route(BOTH, frozenset({EMPLOYEE}), ("move draft",), refused=404),
    "move-discard": Route(POST, frozenset({EMPLOYEE}), ("move draft",), refused=404),
    "move-reason": Route(GET, frozenset({EMPLOYEE, OWNER}), ("move",), refused=404),  # its author, and who was named
    "moves-all": page(PERSONNEL),
    "moves-follow-ups": page(PERSONNEL),
    "moves-follow-up": Route(POST, HR_ONLY, ("follow-up",), refused=404),
    "move-right": Route(BOTH, HR_ONLY, ("right of return",), refused=404),
    # letters
    "letters": page(HR_ONLY),
    "letter-text": Route(BOTH, HR_ONLY, ("letter",)),
    "letter-restore": Route(POST, HR_ONLY, ("letter",)),
    # this move has not taken effect, so there is no letter for anybody: tests/letters tries one that has
    "letter-move": Route(GET, NOBODY, ("move",), unseen=PERSONNEL),
    "letter-right": Route(GET, HR_ONLY, ("right of return",), unseen=frozenset({LOCAL_HR})),
    "letter-pay": Route(GET, frozenset({HR, ANALYST}), ("salary",), unseen=frozenset({LOCAL_HR})),
    # moves: rules, groups, days away
    "move-rules": page(ALL),
    "move-policy": page(HR_ONLY),
    "move-policy-own": page(HR_ONLY),
    "move-policy-edit": form(HR_ONLY, "kind of move"),
    "move-policy-history": page(HR_ONLY, "kind of move"),
    "move-policy-framework": form(HR_ONLY, "kind of move", "slug"),
    "move-policy-end": deed(HR_ONLY, "kind of move", "slug"),
    "decider-group-new": form(HR_ONLY),
    "decider-group": form(HR_ONLY, "decider group"),
    "absence": form(ALL),
    "absence-of": Route(BOTH, HR_ONLY, ("employee",), unseen=frozenset({LOCAL_HR})),
    "absence-of-end": Route(POST, HR_ONLY, ("employee", "absence"), unseen=frozenset({LOCAL_HR})),
    "absence-end": deed(ALL, "own absence"),
}
