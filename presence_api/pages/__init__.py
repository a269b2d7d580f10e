"""Pages of the service, as `presence_api/web` builds them."""
