"""Published versions as folders on disk, as the Cube server reads them."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from metamodel.modelgen.generated import GeneratedModel
from orchestration.ports.model_store import VersionDiffers

MODEL, SOURCE = "model", "source"


class FolderModelStore:
    """`<root>/<version>/{model,source}/`; a version appears by one rename."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, model: GeneratedModel) -> None:
        if self.has(model.version):
            if dict(self.read(model.version)) != dict(model.files):
                raise VersionDiffers(model.version)
            return
        self._root.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=self._root))
        try:
            _write(draft / MODEL, model.files)
            _write(draft / SOURCE, model.source_files)
            draft.chmod(0o755)
            draft.rename(self._root / model.version)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def has(self, version: str) -> bool:
        return (self._root / version / MODEL).is_dir()

    def read(self, version: str) -> Mapping[str, str]:
        folder = self._root / version / MODEL
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def remove(self, version: str) -> None:
        shutil.rmtree(self._root / version, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
