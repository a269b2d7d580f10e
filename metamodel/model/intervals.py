"""Stretches of time as Cube writes them."""

from typing import Annotated

from pydantic import StringConstraints

_CRON_FIELD = r"[0-9A-Za-z*,/?#LW-]+"

Every = Annotated[
    str,
    StringConstraints(
        pattern=rf"^(\d+ (second|minute|hour|day|week)s?|{_CRON_FIELD}( {_CRON_FIELD}){{4,5}})$"
    ),
]
"""How often: `1 hour`, or five or six cron fields. Cube knows no month here."""

UpdateWindow = Annotated[str, StringConstraints(pattern=r"^\d+ (second|minute|hour|day|week)s?$")]
"""How far back an incremental refresh looks: `7 day`."""

Interval = Annotated[
    str, StringConstraints(pattern=r"^-?\d+ (minute|hour|day|week|month|quarter|year)s?$")
]
"""One amount of one unit: `1 month`."""

WindowBound = Annotated[
    str,
    StringConstraints(pattern=r"^(unbounded|-?\d+ (minute|hour|day|week|month|quarter|year)s?)$"),
]
"""An end of a rolling window: an interval or `unbounded`."""

_STEP = r"\d+ (second|minute|hour|day|week|month|quarter|year)s?"

GranularityInterval = Annotated[str, StringConstraints(pattern=rf"^{_STEP}( {_STEP}){{0,7}}$")]
"""The width of a custom granularity: `15 minutes`, or up to eight amounts in a row."""

GranularityOffset = Annotated[str, StringConstraints(pattern=rf"^-?{_STEP}( -?{_STEP}){{0,7}}$")]
"""How far a custom granularity is shifted; it may be negative."""
