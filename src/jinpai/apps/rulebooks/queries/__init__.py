"""What the pages read, one subject a file. Other apps ask here."""

from jinpai.apps.rulebooks.queries.versions import (
    force_of,
    history,
    hold,
    in_force,
    last_number,
    version,
    versions,
)

__all__ = ["force_of", "history", "hold", "in_force", "last_number", "version", "versions"]
