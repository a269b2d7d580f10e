import pytest
from pydantic import ValidationError

from metamodel.model.view import View, ViewCube, ViewMember


def test_a_member_is_shown_under_its_alias() -> None:
    assert ViewMember(name="city", alias="town").shown_as == "town"
    assert ViewMember(name="city").shown_as == "city"


def test_prefix_and_split_exclude_each_other() -> None:
    with pytest.raises(ValidationError):
        ViewCube.model_validate_json('{"path": "order", "prefix": true, "split": true}')


def test_a_view_shows_at_least_one_cube() -> None:
    with pytest.raises(ValidationError):
        View.model_validate_json('{"name": "v", "cubes": []}')


def test_folders_nest() -> None:
    folders = '[{"name": "A", "folders": [{"name": "B"}]}]'
    text = f'{{"name": "v", "cubes": [{{"path": "a"}}], "folders": {folders}}}'
    assert View.model_validate_json(text).folders[0].folders[0].name == "B"
