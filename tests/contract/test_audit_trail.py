"""The audit trail contract, on the fake and on Postgres."""

from collections.abc import Sequence
from dataclasses import fields

import pytest

from orchestration.adapters.audit_trail_postgres import PostgresAuditTrail
from orchestration.adapters.postgres import Postgres
from orchestration.ports.audit_trail import AuditEntry, AuditTrail
from tests.contract.audit_trail_contract import AuditTrailContract, TrailUnderTest
from tests.fakes.audit_trail import FakeAuditTrail


class _Fake:
    def __init__(self) -> None:
        self._kept = FakeAuditTrail()
        self.trail: AuditTrail = self._kept

    def entries(self) -> Sequence[AuditEntry]:
        return list(self._kept.entries.values())


class _Postgres:
    def __init__(self, url: str) -> None:
        self._postgres = Postgres(url)
        self.trail: AuditTrail = PostgresAuditTrail(self._postgres)

    def entries(self) -> Sequence[AuditEntry]:
        with self._postgres.connection() as connection:
            rows = connection.execute("SELECT * FROM rampart.audit_event").fetchall()
        names = [field.name for field in fields(AuditEntry)]
        return [AuditEntry(**{name: row[name] for name in names}) for row in rows]


class TestFakeAuditTrail(AuditTrailContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> TrailUnderTest:
        return _Fake()


@pytest.mark.integration
class TestPostgresAuditTrail(AuditTrailContract):
    """In the platform's own table."""

    @pytest.fixture(autouse=True)
    def under_test(self, database_url: str) -> TrailUnderTest:
        return _Postgres(database_url)
