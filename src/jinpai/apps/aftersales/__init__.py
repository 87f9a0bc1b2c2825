"""After-sales: cases with their states and answers, the returns register, the warehouse."""
