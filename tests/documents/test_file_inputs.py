"""Every file input knows the limit, so that a file that is too large is named before it is sent."""

import pytest

from documents.fields import OneFile
from documents.file_fields import SeveralFiles
from enterprises.forms import scan_field
from enterprises.imports.forms import UploadForm as RegistryUpload
from enterprises.models import ImportBatch
from financing.feedback.forms import UploadForm as FeedbackUploadForm
from pages.imports.views import UploadForm as RecordUpload
from schemes.designer.forms import SchemeFileField

FIELDS = {
    "attachment of a record": OneFile(),
    "several files": SeveralFiles(),
    "scan that proves something": scan_field("营业执照", ""),
    "registry import": RegistryUpload(kind=ImportBatch.Kind.REGISTRY).fields["file"],
    "record import": RecordUpload().fields["file"],
    "feedback": FeedbackUploadForm().fields["file"],
    "scheme": SchemeFileField(),
}


@pytest.mark.parametrize("name", FIELDS)
def test_file_input_states_its_limit(name):
    stated = FIELDS[name].widget.attrs
    assert int(stated.get("data-max-bytes", 0)) or int(stated.get("data-max-together", 0))
