"""presence_api/web/src/generated/api.ts: the HTTP API as TypeScript, by openapi-typescript."""

import subprocess
from typing import Final

from ops.dev.reference.openapi import pages
from ops.stack.environment import child_environment
from ops.stack.errors import PartMissing
from ops.stack.places import REPOSITORY
from orchestration.adapters.compiler_node import node_binary

PATH: Final = "presence_api/web/src/generated/api.ts"
NOTICE: Final = "// Made by `python -m ops.dev.generate` from docs/reference/openapi.json.\n"
_WEB: Final = REPOSITORY / "presence_api" / "web"
_PROGRAM: Final = _WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
_HOW: Final = (
    "--immutable",
    "--alphabetize",
    "--empty-objects-unknown",  # an object of which nothing is said may hold anything
    "--default-non-nullable=false",  # what has a default may be left out
)
_TIMEOUT_S: Final = 60


def files() -> dict[str, str]:
    """The file, by its path in the repository. Raises PartMissing."""
    if not _PROGRAM.is_file():
        raise PartMissing("openapi-typescript", "the packages of presence_api/web are missing")
    done = subprocess.run(
        [node_binary(), _PROGRAM, *_HOW],
        input=pages()["openapi.json"],
        cwd=_WEB,
        env=child_environment({}),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=True,
    )
    return {PATH: NOTICE + done.stdout}
