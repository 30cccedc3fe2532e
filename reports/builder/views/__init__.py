"""The pages of the report builder."""
