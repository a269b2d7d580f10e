from metamodel.model.edit import Edit, EditKind


def test_an_edit_holds_its_value_as_json() -> None:
    assert Edit.add("/a/-", {"b": "ü"}) == Edit(EditKind.ADD, "/a/-", '{"b": "ü"}')
    assert Edit.replace("/a", value=False).text == "false"
    assert Edit.remove("/a") == Edit(EditKind.REMOVE, "/a")


def test_an_item_goes_into_an_array_that_may_not_be_there() -> None:
    assert Edit.append("/a", 2, after=[1]) == Edit.add("/a/-", 2)
    assert Edit.append("/a", 2, after=()) == Edit.add("/a", [2])


def test_edits_can_be_told_apart_and_counted() -> None:
    assert len({Edit.add("/a", [1]), Edit.add("/a", [1]), Edit.add("/a", [2])}) == 2
