"""Export: Excel workbooks and CSV files that a spreadsheet program opens safely."""

from teema.export.csv import write_csv
from teema.export.excel import write_workbook

__all__ = ["write_csv", "write_workbook"]
