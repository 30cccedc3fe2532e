"""Form fields for uploads."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from documents.actions.store_attachment import MOST_TOGETHER, too_much
from documents.file_types import EXTENSIONS

TYPES = ",".join(ending for endings in EXTENSIONS.values() for ending in endings)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """As many files as are taken at once; their contents are judged where they are stored."""

    def __init__(self, **options: Any) -> None:
        attributes = {"accept": TYPES, "data-max-together": str(MOST_TOGETHER)}
        super().__init__(**{"widget": SeveralFilesInput(attrs=attributes), **options})

    def clean(
        self, data: Sequence[UploadedFile] | UploadedFile | None, initial: object = None
    ) -> list[UploadedFile]:
        chosen: Sequence[UploadedFile] = (
            data if isinstance(data, Sequence) else [data] if data else []
        )
        if not chosen:
            super().clean(None, initial)
        if why := too_much(chosen):
            raise forms.ValidationError(why)
        return [super(SeveralFiles, self).clean(one, initial) for one in chosen]
