"""What a business act raises; the edges turn these into pages and responses."""


class NotPermitted(Exception):
    """The actor's duty does not allow the act. The message is Chinese and may be shown."""

    def __init__(self, message: str = "您当前的身份不能进行这项操作。") -> None:
        super().__init__(message)
        self.message = message


class RuleViolation(Exception):
    """A rule of the domain forbids the act.

    `errors` maps a field key to its Chinese message; the key "" is the act as a whole.
    """

    def __init__(self, errors: dict[str, str] | str) -> None:
        self.errors = {"": errors} if isinstance(errors, str) else dict(errors)
        super().__init__("；".join(self.errors.values()))


def refuse(errors: dict[str, str]) -> None:
    """Raise `RuleViolation` with `errors`, unless there are none."""
    if errors:
        raise RuleViolation(errors)


class StaleVersion(Exception):
    """Somebody else changed the object since the page was loaded; the message says who and what."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
