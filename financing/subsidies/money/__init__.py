"""How money follows a case: reserved, promised, taken back; the joints with the ledger."""
