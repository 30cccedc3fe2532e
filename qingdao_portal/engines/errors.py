"""The one exception that the commands turn into a message instead of a traceback."""


class EngineError(Exception):
    """Something the person at the keyboard can act on; its text says what and how."""
