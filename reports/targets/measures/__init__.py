"""Measures and safeguards of a plan, as a tree."""
