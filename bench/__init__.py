"""The figures of the house, measured in one run: `make bench`.

Each part is a file that runs in a process of its own and prints one JSON object: its seconds and
its peak memory. Ratios are formed only between parts of one run, because machines differ and drift.

BENCH_MESSAGES (default 20000000) sets the size of the month of messages, BENCH_PEOPLE (default
10000) that of the month's pay; BENCH_HOME keeps the messages between runs instead of a temporary
folder.
"""
