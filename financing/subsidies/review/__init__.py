"""How a claim is reviewed: lines, checks, letters, cuts, audits, decision, re-checks."""
