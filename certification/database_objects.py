"""The wall around certificates, and their numbers."""

from accounts.row_security import CITY_WRITES, TENANT, secured
from certification.models import Certificate, CertificateEvent, IssuedCertificate
from database.objects import sequence
from documents.title_index import titles
from enterprises.database_objects import OF_ENTERPRISE
from lifecycle.state_guard import state_guard

DATABASE_OBJECTS = (
    # A certificate belongs to its holder, which after a merger is not who filed the case.
    *secured(Certificate, TENANT, within=OF_ENTERPRISE, is_parent=True, on_trail=True),
    *secured(CertificateEvent, TENANT, within={"certificate_id": Certificate}, append_only=True),
    state_guard(
        Certificate,
        CertificateEvent,
        "certificate_id",
        also=("valid_to", "holder_name", "organisation_id"),
    ),
    *secured(IssuedCertificate, CITY_WRITES, on_trail=True),
    *titles(Certificate, TENANT),
    *titles(IssuedCertificate, CITY_WRITES),
    sequence("certification_certificate_number"),
)
