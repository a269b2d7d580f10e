"""Grants, credentials and limits of users, in the words of Kafka's protocol.

The platform's first client cannot be asked for them (confluent-kafka 2.16, tried): it knows no
quotas; it drops the error of a look at grants, so that who may not look sees an empty list; and
where its principal may not describe the cluster, a look at SCRAM users aborts the whole process
("munmap_chunk(): invalid pointer"). So these few requests go through kafka-python.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from metamodel.streaming.broker_access import ClientOptions
from metamodel.streaming.cluster import Credential, Grant, Mechanism, Quotas
from orchestration.adapters.acl_bindings import grants_of
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.ports.streaming_admin import (
    ChangeRefused,
    ClusterUnavailable,
    CouldNotLook,
    NoAuthorizer,
)

_LIBRARY: Final = "kafka"
_USER: Final = "user"
_ANY: Final = 1  # in every filter of grants
_NOT_ALLOWED: Final = 31  # CLUSTER_AUTHORIZATION_FAILED
_NO_AUTHORIZER: Final = 54  # SECURITY_DISABLED
_MECHANISMS: Final = {1: Mechanism.SCRAM_SHA_256, 2: Mechanism.SCRAM_SHA_512}  # the protocol's
_OPTIONS: Final = {
    "security.protocol": "security_protocol",
    "sasl.mechanism": "sasl_mechanism",
    "sasl.mechanisms": "sasl_mechanism",
    "sasl.username": "sasl_plain_username",
    "sasl.password": "sasl_plain_password",
    "ssl.ca.location": "ssl_cafile",
    "ssl.certificate.location": "ssl_certfile",
    "ssl.key.location": "ssl_keyfile",
}
"""Names of one client's options in the other's words; what is not here is of no use to it."""


class KafkaAccounts:
    """Connects for every request, and not before."""

    def __init__(
        self,
        bootstrap: str,
        *,
        timeout_s: float,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._bootstrap, self._access = bootstrap, access
        self._timeout_s = timeout_s
        self._extra = dict(client_options or {})

    def _options(self) -> dict[str, Any]:
        """The password as its file says now. Raises CredentialsMissing."""
        said = {**self._access.options(), **self._extra}
        found = {_OPTIONS[name]: value for name, value in said.items() if name in _OPTIONS}
        if self._access.secured and self._access.ca_file is not None:
            found["ssl_cafile"] = str(self._access.ca_file)
        return found

    def grants(self) -> frozenset[Grant]:
        """Every ACL. Raises CouldNotLook, NoAuthorizer, ClusterUnavailable."""
        from kafka.protocol.admin.acl import (  # noqa: PLC0415 - only clusters with users need it
            DescribeAclsRequest,
        )

        everything = DescribeAclsRequest(
            resource_type_filter=_ANY,
            resource_name_filter=None,
            pattern_type_filter=_ANY,
            principal_filter=None,
            host_filter=None,
            operation=_ANY,
            permission_type=_ANY,
        )
        answer = self._ask("describe grants", everything)
        _seen("grants", answer.error_code)
        return frozenset(item for found in answer.resources for item in grants_of(found))

    def credentials(self) -> frozenset[Credential]:
        """Every SCRAM credential. Raises CouldNotLook, ClusterUnavailable.

        To be asked by who may describe the cluster only: others are never answered.
        """
        from kafka.protocol.admin.users import (  # noqa: PLC0415 - as above
            DescribeUserScramCredentialsRequest,
        )

        answer = self._ask("describe users", DescribeUserScramCredentialsRequest(users=None))
        _seen("credentials", answer.error_code)
        return frozenset(
            Credential(found.user, _MECHANISMS[item.mechanism], item.iterations)
            for found in answer.results
            for item in found.credential_infos
        )

    def quotas(self) -> dict[str, Quotas]:
        """Limits of users alone, not of users with a client id. Raises as `credentials` does."""
        from kafka.protocol.admin.client_quotas import (  # noqa: PLC0415 - as above
            DescribeClientQuotasRequest,
        )

        answer = self._ask(
            "describe quotas", DescribeClientQuotasRequest(components=[], strict=False)
        )
        _seen("quotas", answer.error_code)
        found: dict[str, Quotas] = {}
        for entry in answer.entries or ():
            names = [(part.entity_type, part.entity_name) for part in entry.entity]
            if len(names) == 1 and names[0][0] == _USER and names[0][1] is not None:
                found[names[0][1]] = {item.key: item.value for item in entry.values}
        return found

    def set_quotas(self, limits: Mapping[str, Mapping[str, float | None]]) -> None:
        """Set limits; None takes one away. Raises ChangeRefused, ClusterUnavailable."""
        from kafka.protocol.admin.client_quotas import (  # noqa: PLC0415 - as above
            AlterClientQuotasRequest,
        )

        entry = AlterClientQuotasRequest.EntryData
        entries = [
            entry(
                entity=[entry.EntityData(entity_type=_USER, entity_name=user)],
                ops=[
                    entry.OpData(key=name, value=value or 0.0, remove=value is None)
                    for name, value in values.items()
                ],
            )
            for user, values in limits.items()
        ]
        request = AlterClientQuotasRequest(entries=entries, validate_only=False)
        for item in self._ask("alter quotas", request).entries:
            if item.error_code:
                who = item.entity[0].entity_name
                raise ChangeRefused("quota of", who, str(item.error_message or item.error_code))

    def _ask(self, what: str, request: Any) -> Any:
        # The library has no method for quotas; this is what its own methods are made of.
        with _translated(what), self._connected() as client:
            return client._manager.run(client._manager.send, request)  # noqa: SLF001

    def _connected(self) -> Any:
        """A client for one request: one that stays keeps a thread, and connects again for ever."""
        from kafka.admin import KafkaAdminClient  # noqa: PLC0415 - as above

        # It logs its options when it starts, the password among them, and every failed connection.
        logging.getLogger(_LIBRARY).setLevel(logging.CRITICAL)
        limit_ms = int(self._timeout_s * 1000)
        return KafkaAdminClient(
            bootstrap_servers=self._bootstrap,
            request_timeout_ms=limit_ms,
            bootstrap_timeout_ms=limit_ms,
            client_id="rampart-accounts",
            **self._options(),
        )


@contextmanager
def _translated(what: str) -> Iterator[None]:
    from kafka.errors import KafkaError  # noqa: PLC0415 - as above

    try:
        yield
    except (KafkaError, OSError) as error:
        raise ClusterUnavailable(what, f"{type(error).__name__}: {error}") from error


def _seen(what: str, code: int) -> None:
    if code == _NOT_ALLOWED:
        raise CouldNotLook(what, "CLUSTER_AUTHORIZATION_FAILED")
    if code == _NO_AUTHORIZER:
        raise NoAuthorizer(what)
    if code:
        raise ClusterUnavailable(what, f"error {code}")
