"""Which instances are being changed, from `rampart.mutation`; time is the database's."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, LiteralString, TypeVar

import anyio

from metamodel.kernel.errors import RampartError
from presence_api.adapters.postgres import session
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation, MutationsUnavailable

T = TypeVar("T")
_ALL: Final = """
SELECT tenant, entity, id, operation_id::text, extract(epoch FROM expires_at)::float8
FROM rampart.mutation WHERE expires_at > clock_timestamp()
"""
_ONE: Final = _ALL + " AND (tenant, entity, id) = (%s, %s, %s)"


class PostgresMutations:
    """Reads only; a session each time, for it is asked rarely."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._url, self._timeout_s = url, timeout_s

    async def under_way(self) -> Sequence[Mutation]:
        return await _elsewhere(partial(self._read, _ALL, ()))

    async def of(self, address: LockAddress) -> Mutation | None:
        key = (address.tenant or "", address.entity, address.id)
        return next(iter(await _elsewhere(partial(self._read, _ONE, key))), None)

    def _read(self, query: LiteralString, values: tuple[str, ...]) -> list[Mutation]:
        with session(self._url, self._timeout_s, "rampart presence mutations") as connection:
            return [_mutation(row) for row in connection.ask(query, values).fetchall()]


async def _elsewhere(work: Callable[[], T]) -> T:
    try:
        return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
    except RampartError as error:
        raise MutationsUnavailable(str(error)) from error


def _mutation(row: tuple[Any, ...]) -> Mutation:
    tenant, entity, one, operation, ends_at = row
    return Mutation(LockAddress(tenant or None, entity, one), operation, ends_at)
