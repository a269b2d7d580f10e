"""A request as it was written."""

from presence_api.reporting.dsl.request import Named, Request


def test_a_request_has_defaults() -> None:
    request = Request(Named("order", "/entity"))

    assert (request.limit, request.offset, request.total_count) == (1_000, 0, False)
    assert (request.terms.freshness, request.terms.timeout_s) == ("cache_first", 30)
    assert (request.measures, request.where, request.pivot) == ((), None, None)
