"""What the system must have: looked for, announced, installed through apt where we may."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIST = Path(__file__).with_name("system-packages.txt")


def wanted(text: str) -> dict[str, str]:
    """Package -> sign that it is there, from the list's lines."""
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return {line[0]: line[1] for line in lines if line}


def present(sign: str) -> bool:
    """Is it there? `module:NAME` for this Python, `program:NAME` on the path."""
    kind, _, name = sign.partition(":")
    if kind == "module":
        return importlib.util.find_spec(name) is not None
    return shutil.which(name) is not None


def commands(missing: list[str]) -> list[list[str]]:
    """What installs the missing packages on Debian and Ubuntu, with root's rights."""
    return [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *missing],
    ]


def ensure() -> bool:
    """See to it that everything is there; False, with the commands to type, where we cannot."""
    signs = wanted(LIST.read_text())
    missing = [package for package, sign in signs.items() if not present(sign)]
    if not missing:
        return True
    todo = commands(missing)
    prefix = _prefix()
    if prefix is not None:
        print(f"Installing from the system's packages: {' '.join(missing)}", flush=True)
        if all(
            subprocess.run([*prefix, *command], check=False).returncode == 0 for command in todo
        ):
            importlib.invalidate_caches()
            missing = [package for package in missing if not present(signs[package])]
            if not missing:
                return True
    print(f"Missing on this system: {' '.join(missing)}. Install it, then run this again:")
    print("  " + " && ".join(" ".join(["sudo", *command]) for command in commands(missing)))
    return False


def _prefix() -> list[str] | None:
    """How to become root: not needed, through sudo, or not at all (None)."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    # Without a terminal nobody could type a password: fail at once then.
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
