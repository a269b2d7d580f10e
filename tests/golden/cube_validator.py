"""Cube's own validator, asked about single formats."""

import json
import subprocess
from collections.abc import Sequence

from orchestration.adapters.compiler_node import node_binary
from tests.golden.tpch_model import CUBE_MODELS

_PROBE = """
const compiler = '@cubejs-backend/schema-compiler/dist/src/compiler/';
const { CubeValidator } = require(compiler + 'CubeValidator');
const { CubeSymbols } = require(compiler + 'CubeSymbols');
const takes = (kind, members) => {
  const cube = { name: 'c', fileName: 'c.yml', sqlTable: () => 't', joins: {}, [kind]: members };
  let fault = null;
  new CubeValidator(new CubeSymbols()).validate(cube, { error: m => { fault = m; } });
  return fault === null;
};
const { formats, types } = JSON.parse(process.argv[1]);
const found = formats.map(format => [
  ...types.map(type => takes('dimensions', { d: { sql: () => 'x', type, format } })),
  takes('measures', { m: { sql: () => 'x', type: 'sum', format } }),
]);
console.log(JSON.stringify(found));
process.exit(0);
"""


def formats_taken(formats: Sequence[str], types: Sequence[str]) -> list[list[bool]]:
    """For each format: does Cube take it for a dimension of each type, and for a measure?"""
    asked = json.dumps({"formats": formats, "types": types})
    command = [str(node_binary()), "-e", _PROBE, asked]
    done = subprocess.run(
        command, cwd=CUBE_MODELS / "server", capture_output=True, timeout=120, check=True, text=True
    )
    found: list[list[bool]] = json.loads(done.stdout)
    return found
