import pytest
from pydantic import ValidationError

from metamodel.model.governance import Exemption, Reserved


def test_an_exemption_gives_its_reason_and_ends_some_day() -> None:
    text = '{"rule": "A", "path": "", "reason": "r", "expires": "2027-01-01"}'
    assert Exemption.model_validate_json(text).expires.year == 2027
    for key in ("reason", "expires"):
        with pytest.raises(ValidationError):
            Exemption.model_validate_json(text.replace(f'"{key}"', f'"x{key}"'))


def test_names_are_kept_back_by_entity() -> None:
    found = Reserved.model_validate_json('{"members": {"order": ["number"]}}')
    assert found.members["order"] == ("number",)
