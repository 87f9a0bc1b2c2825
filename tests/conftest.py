"""Every test run has a data home of its own, empty and gone afterwards; never the user's.

Set before anything of Django is imported. Workers of pytest-xdist each make their own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a test never times; benches do
settings.load_profile("house")

_home = tempfile.mkdtemp(prefix="jinpai-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("JINPAI_")]:
    if _name not in ("JINPAI_CHROMIUM",):
        del os.environ[_name]
os.environ["JINPAI_HOME"] = _home
os.environ["JINPAI_JOBS"] = "inline"
os.environ["DJANGO_SETTINGS_MODULE"] = "jinpai.web.settings"

import django  # noqa: E402  (the environment first)

django.setup()  # pytest-django looked for settings before this file was read


@pytest.fixture(scope="session", autouse=True)
def plain_files_and_quick_passwords() -> None:
    """Static files are served from where they lie, without the collecting that `serve` does;
    passwords are hashed once, because tests make hundreds of people."""
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]


_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the decisions database: it runs again on PostgreSQL. What brings one of
    its own would be the same there."""
    for item in items:
        if item.get_closest_marker("own_database"):
            continue
        asked = set(getattr(item, "fixturenames", ()))
        if asked & _DATABASE or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
