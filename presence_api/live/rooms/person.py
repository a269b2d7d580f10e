"""Who is at the other end of a connection."""

from dataclasses import dataclass
from typing import Final
from zlib import crc32

# Told apart on light and on dark, and read as text on both.
_COLORS: Final = (
    "#c2410c", "#b45309", "#4d7c0f", "#15803d", "#0f766e", "#0e7490",
    "#1d4ed8", "#4338ca", "#7e22ce", "#a21caf", "#be123c", "#57534e",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A user of one tenant, by their token."""

    user: str
    name: str
    tenant: str

    @property
    def color(self) -> str:
        """One of twelve, `#rrggbb`, always the same for this user."""
        return _COLORS[crc32(self.user.encode()) % len(_COLORS)]
