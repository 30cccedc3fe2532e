"""The attachments of the demo city's cases: plainly samples, but real PDF files."""

import hashlib
import uuid
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.demo.bulk import Row, insert, keyed
from documents.models import Attachment
from documents.pdf import render_pdf
from procedures.models import ApplicationFile
from procedures.models.application import State

# Only cases that somebody reads now carry files; those of decided cases would be dead weight.
READ_NOW = (
    State.DISTRICT_REVIEW, State.CITY_REVIEW, State.RETURNED, State.PROPOSED, State.PUBLIC_NOTICE,
)  # fmt: skip
FIELDS = (("test_report", "产品检测报告"), ("property_right", "知识产权证明"))
Fields = tuple[tuple[str, str], ...]


class CaseFileWriter:
    """Gives submitted cases their required files. Needs a system scope."""

    def __init__(
        self,
        random: Random,
        uploaded_by_id: int,
        fields: Fields = FIELDS,
        states: tuple[State, ...] = READ_NOW,
    ) -> None:
        self.random, self.fields, self.states = random, fields, states
        self.uploaded_by_id = uploaded_by_id
        self.contents = {
            field: render_pdf("sample.typ", {"title": f"{label}（示例）"})
            for field, label in fields
        }

    def write(self, cases: list[Row]) -> dict[int, list[Row]]:
        """Store and attach the files; application id -> the files as a snapshot lists them."""
        attachments, links = [], []
        listed: dict[int, list[Row]] = {}
        for case in cases:
            if case["state"] not in self.states:
                continue
            for field, label in self.fields:
                attachment = self._attachment(case, field, label)
                attachments.append(attachment)
                links.append(self._link(case, field, attachment["id"]))
                listed.setdefault(case["id"], []).append(
                    {"field": field}
                    | {key: attachment[key] for key in ("name", "size", "sha256")}
                    | {"id": str(attachment["id"])}
                )
        insert(Attachment, attachments)
        insert(ApplicationFile, keyed(ApplicationFile, links))
        return listed

    def _attachment(self, case: Row, field: str, label: str) -> Row:
        content = self.contents[field]
        identity = uuid.UUID(int=self.random.getrandbits(128), version=4)
        key = f"{identity.hex[:2]}/{identity.hex}"
        return {
            "id": identity,
            "organisation_id": case["organisation_id"],
            "district_id": case["district_id"],
            "name": f"{label}（示例）.pdf",
            "content_type": "application/pdf",
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "storage_key": storages["attachments"].save(key, ContentFile(content)),
            "scan_state": Attachment.ScanState.UNSCANNED,
            "scanned_at": timezone.now(),
            "purpose": "application",
            "uploaded_by_id": self.uploaded_by_id,
            "uploaded_at": case["submitted_at"],
        }

    def _link(self, case: Row, field: str, attachment_id: uuid.UUID) -> Row:
        return {
            "organisation_id": case["organisation_id"],
            "district_id": case["district_id"],
            "application_id": case["id"],
            "field": field,
            "attachment_id": attachment_id,
            "added_at": case["submitted_at"],
        }
