"""`/pages`: files for browsers."""

from pathlib import Path

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from metamodel.kernel.errors import RampartError

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
        include_in_schema=False,
        name="pages",
        cache_control=CacheControlHeader(no_cache=True),
    )
