"""A storage over the network that is written after the change, and read after the page.

What is stored waits in the database, in the transaction of the change that names it: nobody waits
for the network with a transaction open, and a change that fails leaves no file behind. The relay
carries it on (documents/outbox_handlers.py).
"""

import io
import tempfile
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.outbox import post
from accounts.tenancy import system_scope
from documents.models import StoredFile, StoredPart

PART_BYTES = 1024 * 1024
IN_MEMORY_BYTES = 2 * PART_BYTES


class LaterStorage(Storage):
    """Stands before the storage `behind`, a name in `STORAGES`."""

    def __init__(self, behind: str) -> None:
        self._name = behind

    @property
    def _behind(self) -> Storage:
        return storages[self._name]

    def _save(self, name: str, content: File) -> str:
        with system_scope(reason="keep a file until it is in the storage"):
            row = self._place(name)
            size = 0
            for number, part in enumerate(content.chunks(PART_BYTES)):
                data = part.encode() if isinstance(part, str) else part
                StoredPart.objects.create(file=row, number=number, data=data)
                size += len(data)
            StoredFile.objects.filter(pk=row.pk).update(size=size)
            post("documents.carry", {"key": row.key}, f"carry:{row.key}"[:200])
        return row.key

    def _place(self, name: str) -> StoredFile:
        """A row of its own for a new file, under another name where two come at once."""
        while True:
            try:
                with transaction.atomic():
                    return StoredFile.objects.create(key=name, size=0)
            except IntegrityError:
                name = self.get_available_name(name)

    def _open(self, name: str, mode: str = "rb") -> File:
        with system_scope(reason="open a stored file"):
            row = StoredFile.objects.filter(key=name).first()
            if row is not None and row.moved_at is None:
                return File(content_waiting(row), name)
        if row is None:  # stored before this storage stood in between
            return self._behind.open(name, mode)
        later = _OpenedLater(self._behind, name, row.size)
        return File(io.BufferedReader(later), name)

    def exists(self, name: str) -> bool:
        with system_scope(reason="open a stored file"):
            return StoredFile.objects.filter(key=name).exists()

    def size(self, name: str) -> int:
        with system_scope(reason="open a stored file"):
            row = StoredFile.objects.filter(key=name).first()
        return row.size if row is not None else self._behind.size(name)

    def carry(self, name: str) -> None:
        """Bring what waits under `name` into the storage behind. Call it outside of transactions.

        What an attempt that broke off left there is written anew.
        """
        with system_scope(reason="carry a file to the storage"):
            row = StoredFile.objects.filter(key=name, moved_at=None).first()
            if row is None:
                return
            content = content_waiting(row)
        with content:
            if self._behind.exists(name):
                self._behind.delete(name)
            kept = self._behind.save(name, File(content, name))
        if kept != name:
            raise OSError(f"{name} was stored as {kept}")
        with system_scope(reason="carry a file to the storage"):
            StoredFile.objects.filter(pk=row.pk).update(moved_at=timezone.now())
            row.parts.all().delete()


def content_waiting(row: StoredFile) -> "tempfile.SpooledTemporaryFile[bytes]":
    """The content of a file that is not in the storage yet, at its beginning."""
    content = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 given on
    for data in _data_of(row):
        content.write(data)
    content.seek(0)
    return content


def _data_of(row: StoredFile) -> Iterator[bytes]:
    # One part after the other, so that a large file is never in memory as a whole.
    numbers = list(row.parts.order_by("number").values_list("number", flat=True))
    for number in numbers:
        yield bytes(row.parts.get(number=number).data)


class _OpenedLater(io.RawIOBase):
    """A file of known size that is asked for when it is first read: by an answer, that is when the
    transaction of its page is over."""

    def __init__(self, storage: Storage, name: str, size: int) -> None:
        self._storage, self._name, self._size = storage, name, size
        self._position = 0
        self._file: File | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        if self._file is not None:
            self._file.seek(self._position)
        return self._position

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        if self._file is None:
            self._file = self._storage.open(self._name)
            self._file.seek(self._position)
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()
