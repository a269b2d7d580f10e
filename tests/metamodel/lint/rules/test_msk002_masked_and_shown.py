from typing import Any

from tests.metamodel.shop import ORDER, places

STATUS = f"/entities/{ORDER}/attributes/4"
OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}


def masked(**policy: Any) -> dict[str, Any]:
    one = {"groups": ["analyst"], "filters": [OWN], **policy}
    return {f"{STATUS}/mask": {"text": "***"}, f"/entities/{ORDER}/access": [one]}


def test_what_is_excluded_is_masked() -> None:
    edits = masked(excludes=["status"], masking={"includes": ["status"]})
    assert places("MSK002", edits) == []


def test_what_is_shown_is_not() -> None:
    place = f"/entities/{ORDER}/access/0/masking/includes/0"
    assert places("MSK002", masked(masking={"includes": ["status"]})) == [place]
    listed = masked(includes=["status", "price"], masking={"includes": ["status"]})
    assert places("MSK002", listed) == [place]
