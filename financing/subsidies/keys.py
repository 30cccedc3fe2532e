"""By which keys a line is found in other claims, and keeping them with the line."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from documents.written.text import compared
from financing.models import SubsidyKey, SubsidyLine
from financing.subsidies.numbers import invoice_key, joined_key, plain_digits

Kind = SubsidyKey.Kind
SHORTEST_SERIAL = 4  # "1" or "A2" is no number that tells machines apart


def keys_of(line: SubsidyLine) -> Iterator[tuple[Kind, str]]:
    """The kind and key of everything that the line is recognised by."""
    invoice = invoice_key(line.invoice_code, line.invoice_number)
    if invoice:
        yield Kind.INVOICE, invoice
    if line.supplier_code and line.invoiced_on and line.gross:
        gross = f"{Decimal(line.gross):.2f}"
        yield Kind.SAME_SALE, joined_key(line.supplier_code, line.invoiced_on.isoformat(), gross)
    serial = compared(line.serial_number)
    if len(serial) >= SHORTEST_SERIAL:
        maker = compared(line.supplier_name)
        yield Kind.SERIAL, f"{serial}|{maker}"[:160]
    if customs := plain_digits(line.customs_number):
        yield Kind.CUSTOMS, customs
    loan = joined_key(str(line.more.get("bank", "")), str(line.more.get("receipt_number", "")))
    if loan and (year := str(line.more.get("interest_to", ""))[:4]):
        # A loan may be subsidised once for the interest of each year (domain-2 A3).
        yield Kind.LOAN, f"{loan}|{year}"
    policy = joined_key(str(line.more.get("insurer", "")), str(line.more.get("policy_number", "")))
    if policy:
        yield Kind.POLICY, policy
    proof = compared(str(line.more.get("proof_number", "")))
    if len(proof) >= SHORTEST_SERIAL:
        yield Kind.PROOF, proof[:160]


def keep_keys(lines: Iterable[SubsidyLine]) -> None:
    """Let the registry of keys hold exactly what these lines say; withdrawn ones have none."""
    lines = list(lines)
    SubsidyKey.objects.filter(line__in=lines).delete()
    SubsidyKey.objects.bulk_create(
        SubsidyKey(
            organisation_id=line.organisation_id,
            district_id=line.district_id,
            claim_id=line.claim_id,
            line=line,
            kind=kind,
            key=key[:160],
        )
        for line in lines
        if line.withdrawn_at is None
        for kind, key in keys_of(line)
    )
