import pytest
from pydantic import ValidationError

from metamodel.model.lifecycle import Lifecycle

STEP = '{"from": "open", "to": "done", "event": "closed"}'


def test_transitions_belong_to_a_state() -> None:
    text = f'{{"topic": "t", "events": ["closed"], "state": "status", "transitions": [{STEP}]}}'
    (step,) = Lifecycle.model_validate_json(text).transitions
    assert (step.origin, step.target) == ("open", "done")
    with pytest.raises(ValidationError, match="state"):
        Lifecycle.model_validate_json(text.replace('"state": "status", ', ""))
