from typing import Any

from tests.metamodel.shop import ORDER, places

LINKS = f"/entities/{ORDER}/attributes/4/links"


def link(name: str, *, primary: bool = False) -> dict[str, Any]:
    return {"name": name, "label": name, "dashboard": "d", "primary": primary}


def test_links_of_their_own_names_are_right() -> None:
    assert places("LNK001", {LINKS: [link("a", primary=True), link("b")]}) == []


def test_one_name_stands_for_one_link() -> None:
    assert places("LNK001", {LINKS: [link("a"), link("a")]}) == [f"{LINKS}/1/name"]


def test_one_link_is_the_first() -> None:
    both = [link("a", primary=True), link("b", primary=True)]
    assert places("LNK001", {LINKS: both}) == [f"{LINKS}/1/primary"]
