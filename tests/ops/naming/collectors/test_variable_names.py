from pathlib import Path

from ops.naming.collectors.variable_names import VariableNames
from tests.ops.naming.planted import collected, texts

FILES = {
    "orchestration/settings.py": """
class Settings(BaseSettings):
    model_config = 1
    cube_url: str = ""
    cube_key: SecretStr = SecretStr("")
""",
    "ops/a.py": 'X = "RAMPART_STACK"  # RAMPART_ is their prefix\n',
    "cube_models/server/a.js": "process.env.RAMPART_LISTEN\n",
    "metamodel/naming/examples.py": '"""Not `RAMPART_WRONG`."""\n',
}


def test_settings_and_names_written_out_are_collected(tmp_path: Path) -> None:
    assert texts(collected(VariableNames, tmp_path, FILES)) == {
        "env_var": ["RAMPART_CUBE_URL", "RAMPART_CUBE_KEY", "RAMPART_STACK", "RAMPART_LISTEN"]
    }


def test_a_secret_is_one_by_its_type(tmp_path: Path) -> None:
    names = {name.text: name for name in collected(VariableNames, tmp_path, FILES)}
    assert names["RAMPART_CUBE_KEY"].facts == {"secret": "yes"}
    assert names["RAMPART_CUBE_URL"].facts == {}
