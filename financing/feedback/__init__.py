"""Credits that banks report, and the results of the line."""
