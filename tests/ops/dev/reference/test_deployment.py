"""The files of deployments."""

from ops.deployment.documents import NOTICE
from ops.dev.generate import fresh_files
from ops.dev.reference.deployment import files


def test_each_says_that_it_is_generated_and_is_compared_with_the_others() -> None:
    found = files()

    assert "ops/compose/compose.yaml" in found
    assert all(text.startswith(NOTICE) for text in found.values())
    assert found.items() <= fresh_files().items()
