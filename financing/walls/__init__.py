"""The walls around tables of this app that one file cannot hold, by wing."""
