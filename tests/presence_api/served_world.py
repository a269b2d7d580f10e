"""A process that serves the API over fakes: `python -m tests.presence_api.served_world PORT`."""

import sys

from presence_api.serving import serve
from presence_api.settings import Settings
from tests.presence_api.api_world import ApiWorld

if __name__ == "__main__":
    serve(ApiWorld().service(), Settings(presence_port=int(sys.argv[1])))
