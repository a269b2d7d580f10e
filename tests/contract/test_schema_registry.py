"""The schema registry's contract, on the fake and on Apicurio."""

import pytest

from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.ports.schema_registry import SchemaRegistry
from tests.contract.schema_registry_contract import SchemaRegistryContract
from tests.fakes.schema_registry import FakeSchemaRegistry


class TestFakeSchemaRegistry(SchemaRegistryContract):
    """In memory."""

    def make(self) -> SchemaRegistry:
        return FakeSchemaRegistry()


@pytest.mark.integration
class TestApicurio(SchemaRegistryContract):
    """A real one."""

    @pytest.fixture(autouse=True)
    def _registry(self, schema_registry_url: str) -> None:
        self._url = schema_registry_url

    def make(self) -> SchemaRegistry:
        return HttpSchemaRegistry(self._url)
