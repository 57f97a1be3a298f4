"""A provider is called like the function it decorates, and answers what the room that knows says."""

from __future__ import annotations

from collections.abc import Collection

from ladders.core.providers import Provider


@Provider
def holders(keys: Collection[str], *, twice: bool = False) -> dict[str, int]:
    """Level → people."""
    return {}


def test_the_decorated_function_answers_until_a_room_provides_another() -> None:
    fresh = Provider(holders.answer)
    assert fresh(["a"]) == {}

    def counted(keys: Collection[str], *, twice: bool = False) -> dict[str, int]:
        return dict.fromkeys(keys, 2 if twice else 1)

    fresh.provide(counted)
    assert fresh(["a"]) == {"a": 1}
    assert fresh(keys=["a", "b"], twice=True) == {"a": 2, "b": 2}
    assert holders(["a"]) == {}  # each provider keeps its own answer


def test_the_last_room_that_provides_counts() -> None:
    fresh = Provider(holders.answer)
    fresh.provide(lambda keys, *, twice=False: {"first": 1})
    fresh.provide(lambda keys, *, twice=False: {"last": 1})
    assert fresh([]) == {"last": 1}


def test_it_keeps_name_and_docstring_of_its_question() -> None:
    assert (holders.__name__, holders.__doc__, holders.__module__) == ("holders", "Level → people.", __name__)  # type: ignore[attr-defined]
