"""Events with a fate, and members that die of one call too many."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.fakes.consumer_ground import OK, PERMANENT, TRANSIENT, UNKNOWN, Ground, Killed

# How often it fails in passing, and how it is after that, for ever.
FATES = st.builds(
    lambda times, kind: [TRANSIENT] * times + [kind] * (0 if kind == OK else 500),
    st.integers(0, 9),
    st.sampled_from([OK, OK, PERMANENT, UNKNOWN]),
)
SENT = st.lists(st.tuples(st.sampled_from("abc"), FATES), min_size=1, max_size=10)


def die_after(ground: Ground, calls: int, batch: int) -> None:
    """Let a member work until it was to make its next call outwards, and no longer."""
    member = ground.join()
    left = calls

    def mortal(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            found = real(*args, **kwargs)
            if left == 0:
                raise Killed  # after it was done, before anybody knew
            return found

        return call

    member._most = batch
    member.commit = mortal(member.commit)  # type: ignore[method-assign]
    sink, handle = ground.sink, ground.handle
    forward, bury = sink.forward, sink.bury
    sink.forward, sink.bury = mortal(forward), mortal(bury)  # type: ignore[method-assign]
    ground.consumption._handler = mortal(handle)
    try:
        for _ in range(40):
            ground.consumption.step()
            ground.clock.advance(20)
    except Killed:
        pass
    finally:
        del sink.forward, sink.bury
