"""Funds, budgets, the double-entry ledger, payment and recovery."""
