"""One import: the draft of a source, merged into what the hand made of the last one."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from metamodel.importers.accepting import accept, missing_ends
from metamodel.importers.catalogue import Catalogue
from metamodel.importers.draft import Draft, DraftSettings, draft
from metamodel.importers.errors import DocumentNotImported, DocumentUnreadable
from metamodel.importers.json_layout import laid_out
from metamodel.importers.merge import merge
from metamodel.importers.renames import Renames, find_renames, renamed
from metamodel.importers.report import Report, SuggestionKind, Undecided

Json = dict[str, Any]
_NOTHING = Renames({}, {})


@dataclass(frozen=True, slots=True)
class Imported:
    """The texts to be kept: the document, and the pure import as the next merge's base."""

    document: str
    base: str
    report: Report
    document_changed: bool


def import_source(
    catalogue: Catalogue,
    settings: DraftSettings,
    *,
    document: str | None = None,
    base: str | None = None,
    kinds: Collection[SuggestionKind] = (),
) -> Imported:
    """Draft the catalogue; merge it into the document of an earlier import, if there is one.

    Raises NothingToImport, DocumentNotImported, DocumentUnreadable.
    """
    drafted = draft(catalogue, settings)
    if document is None:
        found, open_ones = accept(drafted.document, drafted.report.suggestions, kinds, _NOTHING)
        report = replace(drafted.report, suggestions=open_ones)
        return _imported(found, drafted.document, report, changed=True)
    hand = _object(document, "the document")
    if base is None:
        raise DocumentNotImported(str(hand.get("name")), "there is no record of an import")
    return _merged(drafted, hand, _object(base, "the last import"), kinds)


def last_extent(base: str) -> tuple[date, date]:
    """The extent that the last import wrote. Raises DocumentUnreadable."""
    extent = _object(base, "the last import").get("defaults", {}).get("extent", {})
    try:
        return date.fromisoformat(extent["start"]), date.fromisoformat(extent["end"])
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentUnreadable("the last import", "it has no `defaults.extent`") from error


def _merged(drafted: Draft, hand: Json, base: Json, kinds: Collection[SuggestionKind]) -> Imported:
    _require_drafted(base)
    names = find_renames(base, hand)
    outcome = merge(renamed(base, names), hand, renamed(drafted.document, names))
    merged, dropped = _with_both_ends(outcome.document, hand)
    final, open_ones = accept(merged, drafted.report.suggestions, kinds, names)
    keyed = {item.get("id") for item in final["entities"] if item.get("keys", {}).get("primary")}
    still = (item for item in drafted.report.undecided if item.key_of not in keyed)
    report = replace(
        drafted.report,
        suggestions=open_ones,
        undecided=(*still, *dropped),
        conflicts=outcome.conflicts,
    )
    return _imported(final, drafted.document, report, changed=final != hand)


def _with_both_ends(merged: Json, hand: Json) -> tuple[Json, list[Undecided]]:
    """Without new relations to what the hand has removed; relations that it keeps are its own."""
    kept = {item.get("id") for item in hand.get("relations", [])}
    new = [item for item in merged.get("relations", []) if item.get("id") not in kept]
    lost = [item["id"] for item in missing_ends(merged, new)]
    undecided = [
        Undecided(name, "the relation leads to what was removed by hand", "Add the entity again.")
        for name in lost
    ]
    relations = [item for item in merged.get("relations", []) if item.get("id") not in lost]
    return merged | {"relations": relations}, undecided


def _imported(
    document: Json, base: Mapping[str, Any], report: Report, *, changed: bool
) -> Imported:
    return Imported(laid_out(document), laid_out(base), report, changed)


def _object(text: str, what: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise DocumentUnreadable(what, str(error)) from error
    if not isinstance(found, dict):
        raise DocumentUnreadable(what, "it is no JSON object")
    for key in ("entities", "relations"):
        items = found.get(key, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise DocumentUnreadable(what, f"its `{key}` are no list of objects")
    return found | {"entities": found.get("entities", [])}


def _require_drafted(base: Json) -> None:
    """Is it what an import wrote? It is no file for editing."""
    needed = {"id", "name", "keys", "attributes", "measures"}
    if "relations" not in base or not all(needed <= item.keys() for item in base["entities"]):
        raise DocumentUnreadable("the last import", "it is not what an import has written")
