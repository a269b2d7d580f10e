"""All that every request goes through, in its order."""

from collections.abc import Collection

from metamodel.kernel.clock import Clock
from presence_api.middleware.access_log import AccessLog
from presence_api.middleware.asgi import App
from presence_api.middleware.cross_origin import CrossOrigin
from presence_api.middleware.draining import Drain, Draining
from presence_api.middleware.failures import Failures
from presence_api.middleware.literal_ids import LiteralIds
from presence_api.middleware.request_contexts import RequestContexts
from presence_api.middleware.security_headers import SecurityHeaders


def every_request(
    app: App, *, clock: Clock, origins: Collection[str], https: bool, drain: Drain
) -> App:
    """The app with everything before it; an answer made on the way has all fields too."""
    answering = Draining(CrossOrigin(Failures(LiteralIds(app)), origins), drain)
    return RequestContexts(AccessLog(SecurityHeaders(answering, https=https), clock))
