"""Whoever waits for news of a job; however many wait, it is looked at once for all of them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final, Protocol

import anyio

from presence_api.caller import Caller
from presence_api.ports.bulk_jobs import Job
from presence_api.threads import elsewhere

LOOK_S: Final = 0.5


class Jobs(Protocol):
    """Where jobs are found. Waits: call it from a worker thread."""

    def job(self, caller: Caller, job: str) -> Job:
        """How it stands. Raises JobUnknown, EntityStoreUnavailable."""
        ...


class SharedLook:
    """What was last seen of a job; `number` counts the looks at it."""

    def __init__(self, look: Callable[[], Job]) -> None:
        self._look, self._lock = look, threading.Lock()
        self._seen: Job | None = None
        self.number = self.waiting = 0

    def after(self, number: int) -> tuple[int, Job]:
        """A look after that one: somebody else's, or if there was none, one's own."""
        with self._lock:
            if self._seen is None or self.number <= number:
                self._seen = self._look()
                self.number += 1
            return self.number, self._seen


class JobWatch:
    """Looks at a job every `look_s` at most, while somebody waits for it."""

    def __init__(self, jobs: Jobs, look_s: float = LOOK_S) -> None:
        self._jobs, self._look_s = jobs, look_s
        self._lock = threading.Lock()
        self._shared: dict[tuple[str, str], SharedLook] = {}

    def __len__(self) -> int:
        """How many jobs somebody waits for."""
        return len(self._shared)

    async def job(
        self, caller: Caller, job: str, wait_s: float, is_old: Callable[[Job], bool]
    ) -> Job:
        """How it stands; while that `is_old`, what comes of it within `wait_s`."""
        found = await elsewhere(partial(self._jobs.job, caller, job))
        if wait_s <= 0 or not is_old(found):
            return found
        with self._waiting(caller, job) as look:
            number = look.number
            while wait_s > 0 and is_old(found):
                await anyio.sleep(min(self._look_s, wait_s))
                wait_s -= self._look_s
                number, found = await elsewhere(partial(look.after, number))
        return found

    @contextmanager
    def _waiting(self, caller: Caller, job: str) -> Iterator[SharedLook]:
        """The look that all share who wait for the job; gone with the last of them."""
        key = (caller.tenant, job)
        with self._lock:
            look = self._shared.setdefault(key, SharedLook(partial(self._jobs.job, caller, job)))
            look.waiting += 1
        try:
            yield look
        finally:
            with self._lock:
                look.waiting -= 1
                if not look.waiting:
                    del self._shared[key]
