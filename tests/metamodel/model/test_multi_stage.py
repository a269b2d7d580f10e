import pytest
from pydantic import ValidationError

from metamodel.model.multi_stage import Grain, StageFilter, TimeShift

BOTH = '{"name": "a", "interval": "1 day", "direction": "prior"}'


@pytest.mark.parametrize("text", ["{}", BOTH, '{"interval": "1 day"}'])
def test_a_shift_is_by_interval_and_direction_or_by_name(text: str) -> None:
    with pytest.raises(ValidationError):
        TimeShift.model_validate_json(text)


@pytest.mark.parametrize("kind", [Grain, StageFilter])
def test_what_is_left_out_and_what_is_kept_exclude_each_other(
    kind: type[Grain | StageFilter],
) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate_json('{"exclude": ["a"], "keepOnly": []}')
    assert kind.model_validate_json('{"keepOnly": []}').keep_only == ()
