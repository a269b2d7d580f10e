import pytest

from orchestration.ports.model_store import ModelStore, VersionDiffers
from tests.fakes.publications import FakeModelStore
from tests.fakes.rollups import model


def test_the_fake_is_a_store_of_immutable_versions() -> None:
    store: ModelStore = FakeModelStore()
    store.write(model(files="a"))
    store.write(model(files="a"))

    with pytest.raises(VersionDiffers):
        store.write(model(files="b"))


def test_repeating_does_not_help_against_an_edited_folder() -> None:
    assert not VersionDiffers.retryable
