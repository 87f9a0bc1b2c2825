"""Files that leave the house: Excel of a run and of a payslip, the bank's and the tax client's.

The same run gives the same bytes, in the reader's language; no text becomes a formula.
"""

from jinpai.apps.payroll.exports.bank import bank_csv
from jinpai.apps.payroll.exports.run import run_xlsx
from jinpai.apps.payroll.exports.slip import slip_xlsx
from jinpai.apps.payroll.exports.tax import tax_csv

__all__ = ["bank_csv", "run_xlsx", "slip_xlsx", "tax_csv"]
