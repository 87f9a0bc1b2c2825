"""退换货: what may be answered, who pays, what is repaid, what comes next. Pure."""
