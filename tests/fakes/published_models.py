"""Publications that are written down in a test."""

from collections.abc import Sequence

from presence_api.ports.published_models import PublishedModel


class FakePublishedModels:
    """The publications it is made with; `serve` puts others in their place."""

    def __init__(self, *published: PublishedModel) -> None:
        self._published = published

    def published(self) -> Sequence[PublishedModel]:
        return self._published

    def serve(self, *published: PublishedModel) -> None:
        """From now on these."""
        self._published = published
