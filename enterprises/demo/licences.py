"""The licence scans of the demo city: plainly samples, but real PDF files."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.demo.bulk import Row, insert
from accounts.demo.city import DemoStep
from accounts.models import User
from documents.file_types import PDF
from documents.models import Attachment
from documents.pdf import render_pdf
from enterprises.actions.register_enterprise import LICENCE
from enterprises.demo.accounts import AccountStep
from enterprises.demo.registry import RegistryStep
from enterprises.models import Enterprise


class LicenceStep(DemoStep):
    """The files of the licences that the registry names."""

    after = (AccountStep,)

    def begin(self) -> None:
        placed = self.city.step(RegistryStep).placed
        scans = {one.pk: one.licence for one in placed if one.licence is not None}
        content = render_pdf("sample.typ", {"title": "营业执照（示例）"})
        uploader = User.objects.get(username="sme").pk
        insert(
            Attachment,
            [
                _scan(scans[one.pk], one.home, one.created_at, content, uploader)
                for one in Enterprise.objects.filter(pk__in=scans).order_by("pk")
            ],
        )


def _scan(
    identity: UUID, home: dict[str, int], uploaded_at: datetime, content: bytes, uploader: int
) -> Row:
    key = f"{identity.hex[:2]}/{identity.hex}"
    return {
        **home,
        "id": identity,
        "name": "营业执照（示例）.pdf",
        "content_type": PDF,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "storage_key": storages["attachments"].save(key, ContentFile(content)),
        "scan_state": Attachment.ScanState.UNSCANNED,
        "scanned_at": timezone.now(),
        "purpose": LICENCE,
        "uploaded_by_id": uploader,
        "uploaded_at": uploaded_at,
    }
