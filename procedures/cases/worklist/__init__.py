"""The bureaus' list of cases: tabs, filters, columns."""
