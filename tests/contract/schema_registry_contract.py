"""What every schema registry promises; run on the fake and on Apicurio."""

import contextlib
import itertools
from abc import ABC, abstractmethod

import pytest

from metamodel.events._contract import Compatibility
from metamodel.events._released import schema_text
from orchestration.ports.schema_registry import SchemaRefused, SchemaRegistry
from tests.metamodel.events.planted import order, plain

FIRST = schema_text(order())
WIDER = schema_text(order(plain("rows", default=0)))
BROKEN = schema_text(order(plain("rows")))
_NUMBERS = itertools.count(1)


class SchemaRegistryContract(ABC):
    """Subclass it and say how to make a registry."""

    @abstractmethod
    def make(self) -> SchemaRegistry:
        """A registry; others may have subjects in it."""

    @pytest.fixture
    def registry(self) -> SchemaRegistry:
        return self.make()

    @pytest.fixture
    def subject(self) -> str:
        return f"core.order.shipped.v{next(_NUMBERS)}-value"

    def test_a_registered_schema_is_found_by_its_text(
        self, registry: SchemaRegistry, subject: str
    ) -> None:
        assert registry.id_of(subject, FIRST) is None

        number = registry.register(subject, FIRST)

        assert registry.id_of(subject, FIRST) == number > 0
        assert registry.id_of(subject, WIDER) is None

    def test_registering_again_gives_the_same_id_and_no_version(
        self, registry: SchemaRegistry, subject: str
    ) -> None:
        first = registry.register(subject, FIRST)

        assert registry.register(subject, FIRST) == first
        assert registry.versions(subject) == (1,)

    def test_a_later_version_has_another_id_and_the_earlier_keeps_its_own(
        self, registry: SchemaRegistry, subject: str
    ) -> None:
        first, second = registry.register(subject, FIRST), registry.register(subject, WIDER)

        assert first != second
        assert registry.versions(subject) == (1, 2)
        assert registry.id_of(subject, FIRST) == first

    def test_a_subject_that_is_not_known_has_no_versions(
        self, registry: SchemaRegistry, subject: str
    ) -> None:
        assert registry.versions(subject) == ()
        registry.remove(subject)

    def test_without_a_mode_everything_is_taken(
        self, registry: SchemaRegistry, subject: str
    ) -> None:
        registry.register(subject, FIRST)

        assert registry.accepts(subject, BROKEN)
        registry.register(subject, BROKEN)

    def test_a_mode_refuses_what_it_forbids_and_nothing_is_registered(
        self, registry: SchemaRegistry, subject: str
    ) -> None:
        registry.register(subject, FIRST)
        registry.set_mode(subject, Compatibility.FULL_TRANSITIVE)

        assert not registry.accepts(subject, BROKEN)
        with pytest.raises(SchemaRefused):
            registry.register(subject, BROKEN)

        assert registry.versions(subject) == (1,)
        assert registry.accepts(subject, WIDER)
        registry.register(subject, WIDER)

    @pytest.mark.parametrize("mode", list(Compatibility))
    def test_only_a_transitive_mode_looks_behind_the_latest_version(
        self, registry: SchemaRegistry, subject: str, mode: Compatibility
    ) -> None:
        registry.register(subject, schema_text(order(plain("rows", "string", default=""))))
        registry.register(subject, FIRST)
        registry.set_mode(subject, mode)
        accepted = not mode.name.endswith("_TRANSITIVE")

        assert registry.accepts(subject, WIDER) == accepted
        with contextlib.nullcontext() if accepted else pytest.raises(SchemaRefused):
            registry.register(subject, WIDER)

    def test_a_removed_subject_is_gone(self, registry: SchemaRegistry, subject: str) -> None:
        registry.register(subject, FIRST)

        registry.remove(subject)

        assert registry.versions(subject) == ()
        assert registry.id_of(subject, FIRST) is None

    def test_what_is_no_schema_is_refused(self, registry: SchemaRegistry, subject: str) -> None:
        with pytest.raises(SchemaRefused):
            registry.register(subject, '{"type": "nothing"}')
