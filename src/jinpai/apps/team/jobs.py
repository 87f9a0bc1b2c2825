"""After a decision the figures follow, in the background."""

from __future__ import annotations

from django_tasks import task

from jinpai.apps import home


@task()
def refresh_figures() -> None:
    """Bring the derived figures up to the newest facts and rulings; twice changes nothing."""
    from jinpai.metrics.compute import refresh

    refresh(home.lake(), home.figures_folder())


def bring_figures_along() -> None:
    """Ask for a refresh. A page opened meanwhile does the same work itself and is right too."""
    refresh_figures.enqueue()
