"""The wall around the tables of reports, by wing."""
