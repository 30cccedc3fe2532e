"""Loan demands and what banks answer."""
