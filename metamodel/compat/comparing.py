"""Verdicts that depend on what stood there and what stands there now."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from metamodel.compat.change import Bump, ChangeClass, Surface, Verdict

Judge = Callable[[Any, Any], Verdict]
"""From a key's value before and after, as plain JSON; None where there is none."""

_CUBE_API = frozenset({Surface.CUBE, Surface.API})
_API = frozenset({Surface.API})
_WIDER = Verdict(ChangeClass.WIDENING, Bump.MINOR, _CUBE_API)
_OTHER = Verdict(ChangeClass.BREAKING, Bump.MAJOR, frozenset({*_CUBE_API, Surface.EVENT}))
_ADDED = Verdict(ChangeClass.ADDITIVE, Bump.MINOR, _CUBE_API)
_GONE = Verdict(ChangeClass.BREAKING, Bump.MAJOR, _CUBE_API, "whoever names it fails")
_OPENED = Verdict(ChangeClass.SECURITY, Bump.MINOR, _CUBE_API, "somebody may see more than before")
_CLOSED = Verdict(ChangeClass.BREAKING, Bump.MAJOR, _CUBE_API, "somebody sees less than before")
_BOTH = Verdict(
    ChangeClass.SECURITY, Bump.MAJOR, _CUBE_API, "some may see more than before and some less"
)
_API_WIDER = Verdict(ChangeClass.WIDENING, Bump.MINOR, _API)
_API_BROKEN = Verdict(ChangeClass.BREAKING, Bump.MAJOR, _API)

_WIDENINGS = {
    ("integer", "bigint"),
    ("string", "text"),
    ("integer", "decimal"),
    ("bigint", "decimal"),
}
_EDITABLE = ("never", "onCreate", "always")
_CLASSES = ("public", "internal", "pii", "secret")


def type_of(before: Any, after: Any) -> Verdict:
    """Every value that was possible still is, or not."""
    return _WIDER if (before, after) in _WIDENINGS else _OTHER


def nullable(before: Any, after: Any) -> Verdict:
    """To writers a value that may be missing is a relief; to readers it is a surprise."""
    del before
    if after:
        why = "readers of the events do not expect it to be missing"
        return Verdict(ChangeClass.BREAKING, Bump.MAJOR, frozenset({Surface.EVENT}), why)
    return Verdict(ChangeClass.BREAKING, Bump.MAJOR, _API, "writers left it out until now")


def public(before: Any, after: Any) -> Verdict:
    """Shown from now on, or hidden."""
    del before
    return _ADDED if after else _GONE


def aliases(before: Any, after: Any) -> Verdict:
    """Old names that still answer."""
    return _GONE if set(before or ()) - set(after or ()) else _ADDED


def mask(before: Any, after: Any) -> Verdict:
    """What is shown to those who see it masked."""
    if after is None:
        return _OPENED
    return _CLOSED if before is None else _BOTH


def classification(before: Any, after: Any) -> Verdict:
    """How sensitive it is said to be: nothing enforces it but lint."""
    if _CLASSES.index(after or "internal") < _CLASSES.index(before or "internal"):
        return _OPENED
    return Verdict(ChangeClass.DISPLAY, Bump.PATCH, frozenset({Surface.DISPLAY}))


def editable(before: Any, after: Any) -> Verdict:
    """May be written more often, or less."""
    grown = _EDITABLE.index(after or "never") > _EDITABLE.index(before or "never")
    return _API_WIDER if grown else _API_BROKEN


def searchable(before: Any, after: Any) -> Verdict:
    """A new way to search is an offer; another way instead, or none, is a break."""
    del after
    return _API_WIDER if before is None else _API_BROKEN


_UPPER = ("maximum", "maxLength")
_LOWER = ("minimum", "minLength")


def constraints(before: Any, after: Any) -> Verdict:
    """Looser lets in what was refused; anything else refuses what was let in."""
    old, new = before or {}, after or {}
    looser = all(
        (
            *(_at_most(old.get(key), new.get(key)) for key in _UPPER),
            *(_at_most(_negative(old.get(key)), _negative(new.get(key))) for key in _LOWER),
            old.get("unique", False) or not new.get("unique", False),
            new.get("pattern") in {None, old.get("pattern")},
        )
    )
    return _API_WIDER if looser else _API_BROKEN


def _negative(value: Any) -> Any:
    return None if value is None else -value


def _at_most(old: Any, new: Any) -> bool:
    """Is the upper limit `new` no tighter than `old`? None is no limit."""
    return new is None or (old is not None and old <= new)


def events(before: Any, after: Any) -> Verdict:
    """Events that consumers wait for."""
    surfaces = frozenset({Surface.EVENT})
    if set(before or ()) - set(after or ()):
        return Verdict(ChangeClass.BREAKING, Bump.MAJOR, surfaces, "consumers wait for it in vain")
    return Verdict(ChangeClass.ADDITIVE, Bump.MINOR, surfaces)


def access(before: Any, after: Any) -> Verdict:
    """Who sees what: it may open, close, or do both at once for different people."""
    if before is None or after is None:
        return _BOTH  # from the document's defaults to policies of its own, or back
    old, new = _by_groups(before), _by_groups(after)
    opened = any(name not in old or _opens(old[name], policy) for name, policy in new.items())
    closed = any(name not in new or _opens(new[name], policy) for name, policy in old.items())
    return {(True, False): _OPENED, (False, True): _CLOSED}.get((opened, closed), _BOTH)


def _by_groups(policies: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The policies of each group: a caller's are OR-ed, whichever object they stand in."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for policy in policies:
        for group in policy["groups"]:
            rest = {key: value for key, value in policy.items() if key != "groups"}
            found.setdefault(group, []).append(rest)
    return found


def _opens(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> bool:
    """May the new policies show something that none of the old ones does?"""
    return any(not any(_within(one, other) for other in old) for one in new)


def _within(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    """Does `inner` surely show no more than `outer`, by holding all of its filters?"""
    filters = inner.get("filters", ())
    conditions = inner.get("conditions", ())
    return all(
        (
            all(one in filters for one in outer.get("filters", ())),
            all(one in conditions for one in outer.get("conditions", ())),
            _names_within(inner, outer),
            inner.get("masking") is None or inner.get("masking") == outer.get("masking"),
        )
    )


def _names_within(inner: Mapping[str, Any], outer: Mapping[str, Any]) -> bool:
    named, allowed = inner.get("includes"), outer.get("includes")
    fewer = allowed is None or (named is not None and set(named) <= set(allowed))
    return fewer and set(outer.get("excludes", ())) <= set(inner.get("excludes", ()))
