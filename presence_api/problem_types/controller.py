"""`GET /problems/{code}`: a page for people, JSON for programs."""

from collections.abc import Sequence
from typing import Any, ClassVar

from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from metamodel.kernel.errors import RampartError
from presence_api.html import marked, page
from presence_api.problem_types.problem_type import ROOT, ProblemType
from presence_api.promises import JSON, promises

_HTML = "text/html"


class ProblemUnknown(RampartError):
    """No answer of this service has such a type."""

    code: ClassVar[str] = "WEB-005"
    hint: ClassVar[str] = "Codes are those that problems have at the end of their `type`."


def problem_routes(types: Sequence[ProblemType]) -> Sequence[HTTPRouteHandler]:
    """The route."""
    known = {one.code.lower(): one for one in types}

    @get(
        f"{ROOT}/{{code:str}}",
        sync_to_thread=False,
        opt=promises(ProblemUnknown, answer=ProblemType, answer_media=(JSON, _HTML)),
    )
    def problem_type(request: Request[Any, Any, Any], code: FromPath[str]) -> Response[Any]:
        """What a type of problem means, and what helps; HTML for whoever prefers it."""
        found = known.get(code.lower())
        if found is None:
            raise ProblemUnknown(code)
        wants_page = request.accept.best_match([JSON, _HTML]) == _HTML
        return Response(
            _shown(found) if wants_page else found,
            media_type=_HTML if wants_page else JSON,
            headers={"vary": "accept"},
        )

    return (problem_type,)


def _shown(one: ProblemType) -> str:
    later = "The same request may succeed later." if one.retryable else ""
    return page(
        f"{one.code}: {one.title}",
        marked(one.meaning),
        f"<h2>What helps</h2>\n{marked(one.cure)}",
        marked(f"HTTP status {one.status}. {later}".strip()),
    )
