"""What bureaus would have corrected in entries that enterprises keep themselves."""
