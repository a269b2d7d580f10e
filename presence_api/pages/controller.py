"""`/pages`: files for browsers, under a policy that lets them speak to this service alone."""

from pathlib import Path
from typing import Any, Final

from litestar import Response, Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from metamodel.kernel.errors import RampartError

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_INDEX = "index.html"


class PagesMissing(RampartError):
    """There is no page where the service's pages should be."""

    code = "PRE-008"
    hint = "`make setup` builds them; without RAMPART_PRESENCE_PAGES the service has none."
    exit_code = 2


def pages(folder: Path) -> Router:
    """Serves `folder` at `/pages`; a page is a folder with an index.html. Raises PagesMissing."""
    if not any(folder.glob(f"*/{_INDEX}")):
        raise PagesMissing(str(folder), f"holds no */{_INDEX}")
    return create_static_files_router(
        "/pages",
        [folder],
        html_mode=True,
        name="pages",
        after_request=_protected,
        cache_control=CacheControlHeader(no_cache=True),
    )


def _protected(response: Response[Any]) -> Response[Any]:
    response.headers.update(HEADERS)
    return response
