"""Facts: what counted when, rebuilt from the history of those who counted."""
