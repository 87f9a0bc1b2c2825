"""The figures of the house, measured in one run: `make bench`.

Each part is a file that runs in a process of its own and prints one JSON object: its seconds and
its peak memory. Ratios are formed only between parts of one run, because machines differ and drift.

BENCH_MESSAGES (default 20000000) sets the size of the month; BENCH_HOME keeps its data between
runs instead of a temporary folder.
"""
