"""Pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from presence_api.pages.controller import PagesMissing, pages


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    folder = tmp_path / "pages"
    (folder / "presence").mkdir(parents=True)
    (folder / "presence" / "index.html").write_text("<title>A page</title>")
    (folder / "presence" / "main.js").write_text("1;")
    (tmp_path / "secret").write_text("of nobody's business")
    with TestClient(Litestar([pages(folder)], logging_config=None)) as opened:
        yield opened


def test_a_page_is_found_by_its_folder(client: TestClient[Litestar]) -> None:
    answer = client.get("/pages/presence/")
    assert (answer.status_code, answer.text) == (200, "<title>A page</title>")
    assert answer.headers["content-type"].startswith("text/html")
    assert "javascript" in client.get("/pages/presence/main.js").headers["content-type"]


def test_each_file_is_asked_for_again_each_time(client: TestClient[Litestar]) -> None:
    for path in ("/pages/presence/", "/pages/presence/main.js"):
        assert client.get(path).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["presence/none.js", "%2e%2e/secret", "../secret", "//etc/passwd"])
def test_nothing_else_is_served(client: TestClient[Litestar], path: str) -> None:
    assert client.get(f"/pages/{path}").status_code == 404


def test_a_folder_without_pages_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(PagesMissing, match="holds no"):
        pages(tmp_path)
