import pytest
from pydantic import ValidationError

from metamodel.model.access import AccessPolicy, Tenancy


@pytest.mark.parametrize("text", ['{"mode": "shared"}', '{"mode": "required", "attribute": "t"}'])
def test_tenancy_is_shared_or_has_an_attribute(text: str) -> None:
    assert Tenancy.model_validate_json(text).mode.value in text


@pytest.mark.parametrize("text", ['{"mode": "required"}', '{"mode": "shared", "attribute": "t"}'])
def test_one_without_the_other_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="exactly when"):
        Tenancy.model_validate_json(text)


@pytest.mark.parametrize(
    "text",
    ['{"groups": ["a"]}', '{"groups": [], "allRows": true}', '{"groups": ["a"], "allRows": false}'],
)
def test_a_policy_says_for_whom_and_which_rows(text: str) -> None:
    with pytest.raises(ValidationError):
        AccessPolicy.model_validate_json(text)
