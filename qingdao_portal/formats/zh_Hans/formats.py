"""Amounts as invoices and budgets print them: 1,234,567.80."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
