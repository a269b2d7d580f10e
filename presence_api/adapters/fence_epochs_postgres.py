"""Epochs of fences from a sequence in Postgres, which no rollback and no restart turns back."""

from functools import partial
from typing import Final

import anyio

from metamodel.kernel.errors import RampartError
from presence_api.adapters.postgres import session
from presence_api.ports.fence_epochs import EpochsUnavailable

_NEXT: Final = "SELECT nextval('rampart.lock_epoch')"


class PostgresFenceEpochs:
    """Asked only when Redis has been started anew; a session each time."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._url, self._timeout_s = url, timeout_s

    async def next(self) -> int:
        try:
            return await anyio.to_thread.run_sync(partial(self._next), abandon_on_cancel=True)
        except RampartError as error:
            raise EpochsUnavailable(str(error)) from error

    def _next(self) -> int:
        with session(self._url, self._timeout_s, "rampart presence epochs") as connection:
            ((found,),) = connection.ask(_NEXT).fetchall()
            return int(found)
