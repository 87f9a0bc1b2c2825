"""What a rulebook must keep beside its form: one subject per file, each gives problems."""
