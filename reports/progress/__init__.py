"""Progress to target: forecasts, gaps and flows, and the pages that show them."""
