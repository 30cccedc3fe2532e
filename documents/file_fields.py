"""Form fields for uploads."""

from typing import Any

from django import forms

from documents.actions.store_attachment import MOST_TOGETHER, too_much

TYPES = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """As many files as are taken at once; their contents are judged where they are stored."""

    def __init__(self, **options: Any) -> None:
        attributes = {"accept": TYPES, "data-max-together": str(MOST_TOGETHER)}
        super().__init__(**{"widget": SeveralFilesInput(attrs=attributes), **options})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if not chosen:
            super().clean(None, initial)
        if why := too_much(chosen):
            raise forms.ValidationError(why)
        return [super(SeveralFiles, self).clean(one, initial) for one in chosen]
