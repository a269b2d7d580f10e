import pytest
from pydantic import ValidationError

from metamodel.model.cases import Case, Label, SwitchCase

ELSE = '"else": {"text": "no"}'


def test_a_case_has_branches_and_an_end() -> None:
    when = '[{"condition": "x", "label": {"text": "yes"}}]'
    case = Case.model_validate_json(f'{{"when": {when}, {ELSE}}}')
    assert case.otherwise == Label(text="no")


@pytest.mark.parametrize("text", [f'{{"when": [], {ELSE}}}', '{"when": [{"condition": "x"}]}'])
def test_one_without_either_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Case.model_validate_json(text)


@pytest.mark.parametrize("text", ["{}", '{"text": "a", "expression": "b"}'])
def test_a_label_is_a_text_or_an_expression(text: str) -> None:
    with pytest.raises(ValidationError):
        Label.model_validate_json(text)


def test_a_switch_may_leave_the_rest_open() -> None:
    text = '{"on": "currency", "when": [{"value": "EUR", "expression": "x"}]}'
    assert SwitchCase.model_validate_json(text).otherwise is None
