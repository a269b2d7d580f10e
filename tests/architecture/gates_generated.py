"""What is committed and made by a program must be what that program makes now."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_ADDRESS = re.compile(r"https?://")
_SPONSORS = "funding"  # npm copies each package's own words about money; nothing is fetched there


def model_faults(committed: Mapping[str, str], generated: Mapping[str, str]) -> list[str]:
    """Model files that are missing, superfluous, or not what the metamodel generates."""
    return [
        f"cube_models/model/{path} is not what `rampart modelgen generate` writes"
        for path in sorted({*committed, *generated})
        if committed.get(path) != generated.get(path)
    ]


def lock_addresses(name: str, text: str) -> list[str]:
    """Places of a lock that say from where a package comes."""
    if name.endswith(".json"):
        return [f"{name}: {place} is {value}" for place, value in _addresses(json.loads(text))]
    return [
        f"{name}:{number} {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if _ADDRESS.search(line)
    ]


def lock_files(root: Path) -> list[Path]:
    """Every lock of the repository."""
    return [
        root / "requirements.lock",
        root / "cube_models" / "server" / "package-lock.json",
        root / "ops" / "streaming" / "kafka" / "JARS.sha256",
    ]


def _addresses(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != _SPONSORS:
                yield from _addresses(item, f"{place}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _addresses(item, f"{place}/{index}")
    elif isinstance(value, str) and _ADDRESS.match(value):
        yield place, value
