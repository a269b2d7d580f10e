"""The model store's contract, on the fake and on a folder."""

from pathlib import Path

import pytest

from orchestration.adapters.model_store_folder import FolderModelStore
from orchestration.ports.model_store import ModelStore
from tests.contract.model_store_contract import ModelStoreContract
from tests.fakes.publications import FakeModelStore


class TestFakeModelStore(ModelStoreContract):
    """In memory."""

    def make(self) -> ModelStore:
        return FakeModelStore()


class TestFolderModelStore(ModelStoreContract):
    """On disk."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self._root = tmp_path / "published"

    def make(self) -> ModelStore:
        return FolderModelStore(self._root)
