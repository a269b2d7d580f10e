"""Let go of versions that nobody can want back: their folders, and the tables only they used."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.flows.publish_model import PublishTools
from orchestration.ports.publications import HAS_FOLDER, Publication, PublicationState

KEPT = 3
"""Versions that stay: the one that serves and those before it."""


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What went."""

    kept: tuple[str, ...]
    removed: tuple[str, ...]
    dropped_tables: tuple[str, ...]


def remove_retired_versions(name: str, tools: PublishTools, *, keep: int = KEPT) -> RemovalReport:
    """Remove all but the last versions of a metamodel that served; a candidate is never touched.

    Rows first, then folders, then tables: killed anywhere in between, the next call goes on, and no
    version that has a row ever lacks its folder. A table that a kept version uses, of whatever
    metamodel, stays. Raises PublishingElsewhere.
    """
    with tools.publications.publishing(name):
        history = tools.publications.history(name)
        kept = _kept(history, keep)
        for item in history:
            if item.version not in kept and item.state is PublicationState.RETIRED:
                tools.publications.remove(item)
        gone = tuple(
            version
            for version in dict.fromkeys(item.version for item in history)
            if version not in kept and tools.store.has(version)
        )
        for version in gone:
            tools.store.remove(version)
        return RemovalReport(kept, gone, _drop_tables(history, kept, tools))


def _kept(history: Sequence[Publication], keep: int) -> tuple[str, ...]:
    """Candidates, and the newest versions that served, the current one first."""
    candidates = [item.version for item in history if item.state is PublicationState.CANDIDATE]
    served = [
        item.version
        for state in (PublicationState.CURRENT, PublicationState.RETIRED)
        for item in history
        if item.state is state
    ]
    return tuple(dict.fromkeys([*candidates, *tuple(dict.fromkeys(served))[:keep]]))


def _drop_tables(
    history: Sequence[Publication], kept: tuple[str, ...], tools: PublishTools
) -> tuple[str, ...]:
    live = {
        rollup.rollup_fp
        for item in tools.publications.history()
        if item.state in HAS_FOLDER
        for rollup in item.rollups
    }
    stale = {
        rollup.rollup_fp for item in history if item.version not in kept for rollup in item.rollups
    } - live
    used = {state.built_table for state in tools.build.ledger.states(live)}
    tables = {
        state.built_table for state in tools.build.ledger.states(stale) if state.built_table
    } - used
    ordered = tuple(sorted(tables))
    if ordered:
        tools.build.ledger.forget_tables(ordered)
        tools.build.tables.drop(ordered)
    return ordered
