from pathlib import Path

from ops.naming.collectors.page_names import PageNames
from tests.ops.naming.planted import collected, texts


def test_every_file_of_the_documentation_is_collected(tmp_path: Path) -> None:
    files = {"docs/GUIDE.md": "", "docs/images/a.png": "", "README.md": ""}
    found = texts(collected(PageNames, tmp_path, files))["doc_file"]
    assert set(found) >= {"docs/GUIDE.md", "docs/images/a.png"}
    assert all(path.startswith("docs/") for path in found)
