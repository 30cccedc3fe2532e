"""Supervision (督查督办): orders from their registration to their closing."""
