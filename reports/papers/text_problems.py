"""What can be wrong with a text of reports."""


class TextProblem(ValueError):
    """What is wrong with a text, in Chinese."""
