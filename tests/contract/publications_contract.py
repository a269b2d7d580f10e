"""What every publication table promises; run on the fake always, on Postgres in integration."""

from abc import ABC, abstractmethod

import pytest

from orchestration.ports.publications import (
    Publication,
    Publications,
    PublicationState,
    PublishingElsewhere,
)
from tests.fakes.rollups import model, rollup

DOCUMENT = {"name": "shop", "entities": [{"name": "order"}]}


class PublicationsContract(ABC):
    """Subclass it and say how to make a table."""

    @abstractmethod
    def make(self) -> Publications:
        """An empty table."""

    @pytest.fixture
    def table(self) -> Publications:
        return self.make()

    def published(self, table: Publications, version: str = "shop-1") -> Publication:
        return table.flip(table.propose(model(version), DOCUMENT))

    def state(self, table: Publications, seq: int) -> PublicationState:
        return next(item.state for item in table.history() if item.seq == seq)

    def test_an_empty_table_serves_nothing(self, table: Publications) -> None:
        assert table.current("shop") is None
        assert list(table.history()) == []

    def test_a_candidate_does_not_serve(self, table: Publications) -> None:
        candidate = table.propose(model(), DOCUMENT)

        assert candidate.state is PublicationState.CANDIDATE
        assert table.current("shop") is None

    def test_a_publication_keeps_what_was_generated(self, table: Publications) -> None:
        made = model("shop-1", rollup(fp="a"), rollup("by_month", fp="b", partition=None))
        table.propose(made, DOCUMENT)

        (found,) = table.history("shop")

        assert (found.name, found.version, found.spec_version) == ("shop", "shop-1", "1.0.0")
        assert found.rollups == made.rollups
        assert dict(found.cube_fps) == dict(made.cube_fps)
        assert dict(found.entity_fps) == dict(made.entity_fps)
        assert found.created_at.tzinfo is not None

    def test_the_document_of_each_publication_stays_known(self, table: Publications) -> None:
        first = self.published(table)
        second = table.propose(model("shop-2"), {"name": "shop", "entities": []})
        again = table.propose_again(first)

        assert dict(table.document(first)) == DOCUMENT
        assert dict(table.document(second)) == {"name": "shop", "entities": []}
        assert dict(table.document(again)) == DOCUMENT

    def test_the_flip_lets_one_version_serve_and_retires_the_one_before(
        self, table: Publications
    ) -> None:
        first = self.published(table)
        second = self.published(table, "shop-2")

        current = table.current("shop")
        assert current is not None
        assert current.seq == second.seq > first.seq
        assert self.state(table, first.seq) is PublicationState.RETIRED

    def test_metamodels_do_not_touch_each_other(self, table: Publications) -> None:
        self.published(table)

        assert table.current("bank") is None
        assert list(table.history("bank")) == []

    def test_history_is_newest_first(self, table: Publications) -> None:
        first = self.published(table)
        second = self.published(table, "shop-2")

        assert [item.seq for item in table.history()] == [second.seq, first.seq]

    def test_a_refused_candidate_has_its_reason_and_never_serves(self, table: Publications) -> None:
        serving = self.published(table)
        candidate = table.propose(model("shop-2"), DOCUMENT)
        table.refuse(candidate, "PUB-004 not servable")

        with pytest.raises(PublishingElsewhere):
            table.flip(candidate)

        newest, _ = table.history()
        assert (newest.state, newest.reason) == (PublicationState.REFUSED, "PUB-004 not servable")
        current = table.current("shop")
        assert current is not None
        assert current.seq == serving.seq

    def test_what_serves_cannot_be_refused(self, table: Publications) -> None:
        serving = self.published(table)

        table.refuse(serving, "too late")

        assert self.state(table, serving.seq) is PublicationState.CURRENT

    def test_an_earlier_version_is_proposed_again_under_a_new_number(
        self, table: Publications
    ) -> None:
        first = self.published(table)
        table.announced(first)
        self.published(table, "shop-2")

        again = table.flip(table.propose_again(first))

        assert again.version == first.version
        assert again.seq > first.seq + 1
        assert not again.announced
        assert again.rollups == first.rollups

    def test_only_a_retired_version_is_removed(self, table: Publications) -> None:
        first = self.published(table)
        table.remove(first)
        assert self.state(table, first.seq) is PublicationState.CURRENT

        self.published(table, "shop-2")
        table.remove(first)
        assert self.state(table, first.seq) is PublicationState.REMOVED

    def test_an_announcement_is_remembered(self, table: Publications) -> None:
        serving = self.published(table)
        assert not serving.announced

        table.announced(serving)

        current = table.current("shop")
        assert current is not None
        assert current.announced

    def test_one_publishes_a_metamodel_at_a_time(self, table: Publications) -> None:
        with (
            table.publishing("shop"),
            table.publishing("bank"),
            pytest.raises(PublishingElsewhere),
            table.publishing("shop"),
        ):
            pass

        with table.publishing("shop"):  # free again
            pass
