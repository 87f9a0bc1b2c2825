"""Who may open which page: every address of the project against every role, from tables.

Each app keeps its table beside its tests, in `tests/<app>/access.py`:

    ACCESS = {
        "board:month": {"owner": 200, "supervisor": 200, "assistant": 200, "agent": 200,
                        "warehouse": 403, "operations": 200},
        …
    }
    PATHS = {"board:metric": ["average_response"]}   # values for the path, where it has any
    QUERY = {"board:order": "?shop=S1"}              # optional
    METHODS = {"imports:cancel": "post"}             # optional; "get" otherwise

The home holds an empty lake: a page about a thing that is not there answers 404 to those who
may see it, and 403 to those who may not. Whoever is not logged in is sent to the login from
every page, unless the row says otherwise under "nobody". An address without a row fails.
"""
