"""The financing whitelist, consents, and what banks are shown of it."""
