"""The pay: runs, payslips, what is entered by hand, proof."""
