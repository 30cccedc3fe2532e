"""Reports that write themselves: briefs, monthly, quarterly and yearly papers."""
