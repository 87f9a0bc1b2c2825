"""Everything that has to be true before the first page is served; each step is idempotent."""

from __future__ import annotations


def prepare(*, quiet: bool = True) -> None:
    """Bring an installation up: folders, chart bundle, database, words, static files.

    Raises `jinpai.web.secret.HomeUnusable` or `environment.BadSetting` with a sentence to print.
    """
    from jinpai.apps.home import home
    from jinpai.web.bundle import write_chart_bundle
    from jinpai.web.manage import manage
    from jinpai.web.secret import prepare_home

    write_chart_bundle(prepare_home(home()) / "bundles")
    verbosity = 0 if quiet else 1
    manage("migrate", interactive=False, verbosity=verbosity)
    manage("clearsessions", verbosity=verbosity)  # expired ones are refused anyway
    manage("collectstatic", interactive=False, verbosity=verbosity)


def database() -> None:
    """For commands: Django ready and its tables there, without what only pages need."""
    from jinpai.apps.home import home
    from jinpai.web.manage import manage
    from jinpai.web.secret import prepare_home

    prepare_home(home())
    manage("migrate", interactive=False, verbosity=0)


def needs_owner() -> bool:
    """Whether nobody can log in as owner yet; then `createowner` has to be run."""
    from jinpai.web.manage import setup

    setup()
    from jinpai.apps.team.queries import has_owner

    return not has_owner()
