"""NMO001."""

from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, Fix, NamingRule, Survey

PREFIX = "RAMPART"
_SECRET_ENDINGS = ("_SECRET", "_FILE", "_TOKEN", "_PASSWORD", "_URL")


class UnfitVariable(NamingRule):
    """A variable of the environment is not `RAMPART_<AREA>_<NAME>`, or hides that it is secret.

    Secrets end in `_SECRET`, `_TOKEN`, `_PASSWORD`, in `_FILE` where a file holds them, or in
    `_URL` where an address carries them.

    Why: what is ours is found by its prefix, and what must not be shown by its ending.

    Bad: `CUBE_URL`, `RAMPART_cube_url`, `RAMPART`, `RAMPART_CUBE_KEY` (secret=yes).
    Good: `RAMPART_CUBE_URL`, `RAMPART_CUBE_API_SECRET` (secret=yes),
    `RAMPART_DATABASE_URL` (secret=yes), `RAMPART_STACK`.
    """

    code = "NMO001"
    kinds = (NameKind.ENV_VAR,)
    fix = Fix.UNSAFE
    cure = "Read the old variable as an alias, with a warning, until its day."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        del survey
        parts = words.split(name.text)
        if not words.is_upper(name.text) or not name.text.startswith(f"{PREFIX}_"):
            rest = parts[1:] if parts[:1] == (PREFIX.lower(),) else parts
            better = words.upper((PREFIX, *rest)) if rest else None
            yield self.wrong(name, f"is not `{PREFIX}_` and words in upper case", better)
        elif name.facts.get("secret") == "yes" and not name.text.endswith(_SECRET_ENDINGS):
            yield self.wrong(name, "is secret and does not say so", f"{name.text}_SECRET")
