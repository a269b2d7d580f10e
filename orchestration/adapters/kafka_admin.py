"""An admin client that is kept while it works, and opened anew after a failure."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from confluent_kafka.admin import AdminClient

from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import ClientOptions, Refusals
from orchestration.adapters.kafka_access import KafkaAccess, await_access
from orchestration.adapters.kafka_reading import QUIET_LOG, translated

_LOG: Final = logging.getLogger(__name__)


class KafkaAdmin:
    """One principal's admin client on a broker.

    It is kept, because one that is collected while its futures are open never completes them; after
    a failure the next call opens another, which reads the password's file again.
    """

    def __init__(
        self,
        bootstrap: str,
        access: KafkaAccess,
        *,
        timeout_s: float = 30.0,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._bootstrap, self._access = bootstrap, access
        self._timeout_s = timeout_s
        self._options = dict(client_options or {})
        self._client: AdminClient | None = None
        self._refusals = Refusals()

    @contextmanager
    def asking(self, about: str) -> Iterator[AdminClient]:
        """The client, to ask about a resource; the library's errors come out as ours.

        Raises AccessRefused, EventSourceUnavailable, TopicMissing.
        """
        try:
            with translated(about):
                yield self.client()
        except RampartError:
            self._client = None
            raise

    def client(self) -> AdminClient:
        """The client, whose errors are the library's own. Raises AccessRefused, KafkaException."""
        if self._client is None:
            self._refusals = Refusals()
            options: dict[str, Any] = {
                **QUIET_LOG,
                "bootstrap.servers": self._bootstrap,
                **self._access.options(),
                **self._options,
                "error_cb": self._refusals.notice,
            }
            client = AdminClient(options, logger=_LOG)
            if self._access.secured:
                await_access(client, self._refusals, timeout_s=self._timeout_s)
            self._client = client
        else:
            # Its connection proves itself again from time to time, and passwords are rotated.
            self._access.renew(self._client)
        return self._client
