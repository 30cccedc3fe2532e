"""Numbers of certificates."""

from django.db import connection

from certification.models import Certificate

# How certificate numbers of each kind begin; QD for those that the city itself certifies.
PREFIX = {
    Certificate.Kind.PRODUCT: "QDZJTX",
    Certificate.Kind.DEMONSTRATION: "QDSFQY",
    Certificate.Kind.CHAMPION: "QDYXGJ",
    Certificate.Kind.INNOVATIVE: "CXXZX",
    Certificate.Kind.SRDI: "ZJTXZX",
    Certificate.Kind.LITTLE_GIANT: "ZJTXXJR",
}


def next_number(kind: Certificate.Kind, year: int) -> str:
    """A number that no certificate has, for one issued in `year`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('certification_certificate_number')")
        serial = cursor.fetchone()[0]
    return f"{PREFIX[kind]}-{year}-{serial:06d}"
