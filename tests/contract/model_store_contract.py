"""What every store of published versions promises; run on the fake and on a folder."""

from abc import ABC, abstractmethod

import pytest

from orchestration.ports.model_store import ModelStore, VersionDiffers
from tests.fakes.rollups import model


class ModelStoreContract(ABC):
    """Subclass it and say how to make a store."""

    @abstractmethod
    def make(self) -> ModelStore:
        """An empty store."""

    @pytest.fixture
    def store(self) -> ModelStore:
        return self.make()

    def test_a_written_version_is_there_and_reads_back(self, store: ModelStore) -> None:
        assert not store.has("shop-1")
        store.write(model())

        assert store.has("shop-1")
        assert dict(store.read("shop-1")) == dict(model().files)

    def test_writing_the_same_again_changes_nothing(self, store: ModelStore) -> None:
        store.write(model())
        store.write(model())

        assert dict(store.read("shop-1")) == dict(model().files)

    def test_a_version_never_changes(self, store: ModelStore) -> None:
        store.write(model(files="a"))

        with pytest.raises(VersionDiffers):
            store.write(model(files="b"))

        assert dict(store.read("shop-1")) == dict(model(files="a").files)

    def test_versions_lie_side_by_side(self, store: ModelStore) -> None:
        store.write(model("shop-1", files="a"))
        store.write(model("shop-2", files="b"))

        assert dict(store.read("shop-1")) != dict(store.read("shop-2"))

    def test_a_removed_version_is_gone_and_removing_it_again_is_no_error(
        self, store: ModelStore
    ) -> None:
        store.write(model())
        store.remove("shop-1")
        store.remove("shop-1")

        assert not store.has("shop-1")
