"""The windows in which filings are taken."""
