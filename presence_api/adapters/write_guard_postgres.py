"""The guard of writes in Postgres: `rampart.entity_fence` remembers the highest fence that wrote.

It is believed without Redis: a token is verified by its signature, and the row lock of the upsert
decides between two writers.
"""

from typing import Any, Final

import psycopg

from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused

_ADMIT: Final = """
INSERT INTO rampart.entity_fence AS kept (tenant, entity, id, fence)
VALUES (%(tenant)s, %(entity)s, %(id)s, %(fence)s)
ON CONFLICT (tenant, entity, id) DO UPDATE
    SET fence = EXCLUDED.fence, changed_at = clock_timestamp()
    WHERE kept.fence <= EXCLUDED.fence
"""


class PostgresWriteGuard:
    """For transactions of psycopg; the caller's error handling is the caller's."""

    def __init__(self, tokens: LockTokens) -> None:
        self._tokens = tokens

    def admit(
        self,
        within: "psycopg.Connection[Any]",
        address: LockAddress,
        subject: str,
        token: str,
    ) -> int:
        claim = self._tokens.verify(token, address, subject)
        place = f"{address.entity}/{address.id}"
        if claim is None:
            raise LockTokenRefused(place)
        values = {
            "tenant": address.tenant or "",  # of a shared entity: no tenant is called so
            "entity": address.entity,
            "id": address.id,
            "fence": claim.fence,
        }
        if within.execute(_ADMIT, values).rowcount != 1:
            raise FenceOvertaken(place, f"fence {claim.fence}")
        return claim.fence
