"""The application that uvicorn serves: `uvicorn jinpai.web.asgi:application`."""

from __future__ import annotations

import os
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinpai.web.settings")

# Static files are small and read whole in a thread; Django says so once per process.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

from django.core.asgi import get_asgi_application  # noqa: E402  (settings first)

from jinpai.apps.imports.body_limit import BodyLimit  # noqa: E402

application = BodyLimit(get_asgi_application())
