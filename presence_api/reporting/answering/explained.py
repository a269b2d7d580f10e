"""What a report would ask, for operators: nothing is asked."""

from typing import Any

from presence_api.reporting.answering.reporting_model import PreparedReport


def explained(asked: PreparedReport) -> dict[str, Any]:
    """The queries in Cube's words, and what the answer would be found and judged by."""
    compiled, context = asked.compiled, asked.contexts[False]
    queries: dict[str, Any] = {"main": compiled.main.body}
    if compiled.prior is not None:
        queries["prior"] = compiled.prior.body
    queries |= {f"total.{total}": query.body for total, query in compiled.totals.items()}
    return {
        "fingerprint": compiled.fingerprint,
        "specVersion": asked.spec_version,
        "version": context.version,
        "cubes": sorted(compiled.cubes),
        "rollups": {
            rollup.path: [
                [days.start.isoformat(), days.end.isoformat()]
                for days in asked.asked.ranges.get(rollup.path, ())
            ]
            for rollup in asked.rollups
        },
        "cacheKey": asked.key.digest,
        "queries": queries,
    }
