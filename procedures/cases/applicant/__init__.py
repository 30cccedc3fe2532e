"""What an applicant reads of its case and before it: what to mend, what came back, who has it."""
