"""Where the portal's own files are found."""

from whitenoise.storage import CompressedStaticFilesStorage


class StaticFiles(CompressedStaticFilesStorage):
    """WhiteNoise's storage, which makes each address once: a page names forty files, icons above
    all, and joining their addresses took a twentieth of its time."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str) -> str:
        """The address of the file; names are those that code and templates write."""
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]
