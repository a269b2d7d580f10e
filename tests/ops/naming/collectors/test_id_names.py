from pathlib import Path

from ops.naming.collectors.id_names import IdNames
from tests.ops.naming.planted import collected, texts

FILES = {
    "metamodel/lint/rules/nam001_bad.py": 'class Bad:\n    code = "NAM001"\n',
    "orchestration/audit/checks/str_04_open.py": 'class Open:\n    code: str = "STR-04"\n',
    "ops/errors.py": 'class Gone(RampartError):\n    code = "OPS-001"\n    hint = "Look."\n',
    "ops/other.py": "class Other:\n    code: int\n",
}


def test_ids_are_told_apart_by_where_they_are(tmp_path: Path) -> None:
    assert texts(collected(IdNames, tmp_path, FILES)) == {
        "rule_id": ["NAM001"],
        "error_code": ["OPS-001"],
        "check_id": ["STR-04"],
    }
