"""`python -m jinpai.cli` is the same as `jinpai`."""

from jinpai.cli import main

main()
