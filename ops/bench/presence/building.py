"""Programs of the bench and its peers: built when first asked for, below `.rampart` alone."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from ops.dev.step import StepFailed
from ops.dev.steps import UV
from ops.stack.environment import child_environment
from ops.stack.places import STATE, node

SOURCES: Final = Path(__file__).resolve().parent
BUILT: Final = STATE / "bench" / "presence"
SOCKETIFY: Final = "socketify==0.0.31"
_TIMEOUT_S: Final = 600
_CC: Final = ("cc", "-O2", "-Wall", "-Wextra")


def c_program(name: str) -> Path:
    """A program of ours in C. Raises StepFailed."""
    sources = sorted((SOURCES / name).glob("*.[ch]"))
    program = BUILT / name
    files = [str(file) for file in sources if file.suffix == ".c"]
    _once(name, sources, lambda: _call([*_CC, "-o", str(program), *files]))
    return program


def node_program(name: str) -> Sequence[str | Path]:
    """The command of a peer on Node. Raises StepFailed."""
    folder = BUILT / "node"
    sources = _files(SOURCES / "node")
    lock = [file for file in sources if file.suffix != ".cjs"]
    _once("node_modules", lock, lambda: _install_node(folder, lock))
    for file in sources:
        shutil.copy(file, folder / file.name)
    return [node(), folder / name]


def go_program(name: str) -> Path:
    """A peer in Go. Raises StepFailed."""
    program = BUILT / f"go-{name}"
    sources = _files(SOURCES / "go")
    command = [_go(), "build", "-buildvcs=false", "-trimpath", "-o", str(program), f"./{name}"]
    _once(f"go-{name}", sources, lambda: _call(command, SOURCES / "go"))
    return program


def socketify_folder() -> Path:
    """The folder of the Python package that carries uWebSockets. Raises StepFailed."""
    folder = BUILT / "socketify"
    command = [str(UV), "pip", "install", "--quiet", "--target", str(folder), SOCKETIFY]
    _once("socketify-installed", [Path(__file__)], lambda: _call(command))
    return folder


def _install_node(folder: Path, lock: Iterable[Path]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in lock:
        shutil.copy(file, folder / file.name)
    program = node()
    # The wheel's own `npm` is a broken link; its code is where npm always keeps it.
    npm = program.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _call([str(program), str(npm), "ci", "--ignore-scripts"], folder, program.parent)


def _go() -> str:
    usual = Path("/usr/local/go/bin/go")
    found = shutil.which("go") or (str(usual) if usual.exists() else None)
    if found is None:
        raise StepFailed("there is no `go` here")
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _once(name: str, inputs: Iterable[Path], build: Callable[[], None]) -> None:
    """Build unless it was built from just these files."""
    digest = hashlib.sha256()
    for file in inputs:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    stamp = BUILT / f"{name}.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    BUILT.mkdir(parents=True, exist_ok=True)
    build()
    stamp.write_text(digest.hexdigest())


def _call(command: Sequence[str], cwd: Path = SOURCES, path: Path | None = None) -> None:
    environment = child_environment({})
    if path is not None:
        environment["PATH"] = f"{path}:{environment.get('PATH', '')}"
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise StepFailed(str(error)) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise StepFailed(f"`{command[0]}` exited with {done.returncode}: " + " ".join(said))
