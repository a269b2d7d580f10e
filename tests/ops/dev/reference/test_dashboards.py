"""The dashboards as files."""

import json

from ops.dev.reference.dashboards import FOLDER, all_dashboards, files
from tests.architecture.tree import REPOSITORY


def test_each_dashboard_is_a_file_and_nothing_else_is_there() -> None:
    assert {f"{FOLDER}/{name}.json" for name in all_dashboards()} == set(files())
    present = {str(file.relative_to(REPOSITORY)) for file in (REPOSITORY / FOLDER).iterdir()}
    assert present == set(files())


def test_each_is_json_with_an_address_of_its_own() -> None:
    read = [json.loads(text) for text in files().values()]

    assert len({item["uid"] for item in read}) == len(read) >= 4
