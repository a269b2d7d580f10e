import pytest
from pydantic import ValidationError

from metamodel.model.display import Link, Mask

ONE_OF = ['{"value": 0}', '{"value": false}', '{"text": ""}', '{"sql": "1"}']
BAD_LINKS = ["", ', "url": "a", "dashboard": "b"', ', "url": "a", "target": "x"']


@pytest.mark.parametrize("text", ONE_OF)
def test_a_mask_is_one_thing(text: str) -> None:
    Mask.model_validate_json(text)


@pytest.mark.parametrize("text", ["{}", '{"value": 0, "text": "x"}', '{"value": "x"}'])
def test_a_mask_is_not_nothing_and_not_two_things(text: str) -> None:
    with pytest.raises(ValidationError):
        Mask.model_validate_json(text)


@pytest.mark.parametrize("rest", BAD_LINKS)
def test_a_link_leads_to_one_place_in_a_known_way(rest: str) -> None:
    with pytest.raises(ValidationError):
        Link.model_validate_json(f'{{"name": "a", "label": "A"{rest}}}')
