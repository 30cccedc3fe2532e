"""The assessment of districts (综合评价): rounds, indicators, scores, appeals."""
