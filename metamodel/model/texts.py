"""The kinds of text a document holds."""

from typing import Annotated

from pydantic import StringConstraints

Text = Annotated[str, StringConstraints(min_length=1)]
"""Any text but the empty one."""

Expression = Annotated[str, StringConstraints(min_length=1)]
"""SQL with references: `{attribute}`, `{measure}`, `{entity.member}`."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
"""A name that Cube takes as it is."""

Column = Annotated[str, StringConstraints(pattern=r'^([A-Za-z_][A-Za-z0-9_$]*|"[^"{}\\]+")$')]
"""A column as SQL names it: a plain word, or anything in double quotes."""
