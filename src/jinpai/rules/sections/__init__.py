"""The sections of a rulebook as typed documents: one file each."""
