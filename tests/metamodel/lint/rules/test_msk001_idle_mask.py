from typing import Any

from tests.metamodel.shop import ORDER, places

STATUS = f"/entities/{ORDER}/attributes/4"
OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}


def masked(**policy: Any) -> dict[str, Any]:
    one = {"groups": ["analyst"], "filters": [OWN], **policy}
    return {f"{STATUS}/mask": {"text": "***"}, f"/entities/{ORDER}/access": [one]}


def test_a_policy_that_masks_what_it_excludes_is_right() -> None:
    edits = masked(excludes=["status"], masking={"includes": ["status"]})
    assert places("MSK001", edits) == []


def test_what_is_shown_anyway_is_never_masked() -> None:
    assert places("MSK001", masked(masking={})) == [f"{STATUS}/mask"]


def test_what_no_masking_names_is_hidden_instead() -> None:
    edits = masked(excludes=["status"], masking={"excludes": ["status"]})
    assert places("MSK001", edits) == [f"{STATUS}/mask"]


def test_without_a_stated_policy_everybody_sees_it() -> None:
    assert places("MSK001", {f"{STATUS}/mask": {"text": "***"}}) == [f"{STATUS}/mask"]
