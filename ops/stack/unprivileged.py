"""Postgres refuses to run as root; then it runs as `nobody`, who must reach its files."""

import os
import pwd
import shutil
from pathlib import Path

USER = "nobody"
SHARED = Path("/var/tmp/rampart")  # noqa: S108 - root's own, or refused
LINK = "elsewhere"


def user() -> str | None:
    """Whom to run as: `nobody` if we are root, else ourselves (None)."""
    return USER if os.geteuid() == 0 else None


def reachable_programs(programs: Path, libraries: Path, who: str | None) -> Path:
    """A folder of programs that this user can run: the one given, or a copy below /var/tmp.

    Root often works below a folder that only root may enter, such as its home; opening that up
    would be wrong. `libraries` lies beside the programs' package, where they look for it.
    """
    if who is None or reachable(programs):
        return programs
    site = libraries.parent
    target = _shared("programs") / f"{programs.stat().st_mtime_ns}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (programs, libraries):
            shutil.copytree(folder, draft / folder.relative_to(site), symlinks=True)
        draft.rename(target)
    return target / programs.relative_to(site)


def reachable_data(data: Path, who: str | None) -> Path:
    """A folder that is this user's own: the one given, or one below /var/tmp, linked from it."""
    if who is None or reachable(data):
        give(data, who)
        return data
    elsewhere = _shared("data") / str(data).strip("/").replace("/", "-")
    elsewhere.mkdir(exist_ok=True)
    give(elsewhere, who)
    if not (data / LINK).is_symlink():
        (data / LINK).symlink_to(elsewhere)
    return elsewhere


def forget(folder: Path) -> None:
    """Remove a stack's folder, and what it keeps elsewhere."""
    for link in folder.glob(f"*/{LINK}"):
        shutil.rmtree(link.resolve(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def reachable(folder: Path) -> bool:
    """May anybody enter every folder above this one?"""
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents)


def give(path: Path, who: str | None) -> None:
    """Make a file or folder that user's own, closed to others."""
    if who is not None:
        entry = pwd.getpwnam(who)
        os.chown(path, entry.pw_uid, entry.pw_gid)
    path.chmod(0o700 if path.is_dir() else 0o600)


def empty(folder: Path, who: str | None) -> None:
    """An empty folder of that user, whatever was there before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    give(folder, who)


def _shared(name: str) -> Path:
    SHARED.mkdir(mode=0o755, exist_ok=True)
    if SHARED.stat().st_uid != os.geteuid():
        raise PermissionError(f"{SHARED} belongs to somebody else")
    folder = SHARED / name
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder
