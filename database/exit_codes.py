"""Exit codes of management commands that other programs act on. Imports nothing of Django."""

OTHER_HISTORY = 3  # `migrate`: the database was made by migrations that this code does not have
