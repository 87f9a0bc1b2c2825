"""Every test run has a data home of its own, empty and gone afterwards; never the user's.

Set before anything of Django is imported. Workers of pytest-xdist each make their own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="jinpai-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("JINPAI_")]:
    if _name not in ("JINPAI_CHROMIUM",):
        del os.environ[_name]
os.environ["JINPAI_HOME"] = _home
os.environ["JINPAI_JOBS"] = "inline"
os.environ["DJANGO_SETTINGS_MODULE"] = "jinpai.web.settings"
