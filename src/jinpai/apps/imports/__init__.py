"""Data: imports and what became of every row, the unmatched queue, facts health, the measure."""
