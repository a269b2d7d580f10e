from tests.metamodel.shop import ORDER, places

STATUS = f"/entities/{ORDER}/attributes/4"


def test_names_that_are_not_in_use_may_be_reserved() -> None:
    kept = {"entities": ["client"], "members": {"order": ["number"]}, "views": ["desk"]}
    assert places("NAM003", {"/reserved": kept}) == []


def test_names_in_use_are_not() -> None:
    assert places("NAM003", {"/reserved": {"entities": ["country"]}}) == ["/entities/0/name"]
    found = places("NAM003", {"/reserved": {"members": {"order": ["status"]}}})
    assert found == [f"{STATUS}/name"]
    view = {"name": "desk", "cubes": [{"path": "order"}]}
    edits = {"/views": [view], "/reserved": {"views": ["desk"]}}
    assert places("NAM003", edits) == ["/views/0/name"]


def test_values_are_kept_back_too() -> None:
    edits = {
        f"{STATUS}/enum": [{"value": "open"}, {"value": "lost"}],
        "/reserved": {"enumValues": {"order.status": ["lost"]}},
    }
    assert places("NAM003", edits) == [f"{STATUS}/enum/1/value"]
