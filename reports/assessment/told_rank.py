"""What a district is told of its rank while results are not public.

Its own total, its exact rank and the distance to the next give the totals of its neighbours, and a
rank that turns from one day to the next bounds them. So a band of ranks is told until publication,
and no distance until totals are public (docs/decisions/0047-rank-before-publication.md).
"""

from reports.models import AssessmentRound, DistrictScore

BANDS, SMALLEST = 3, 3


def band(rank: int, districts: int) -> tuple[int, int]:
    """The first and the last rank of the part in which `rank` lies: three parts of one size where
    each has three ranks at least, fewer else."""
    parts = max(1, min(BANDS, districts // SMALLEST))
    ends = [-(-districts * part // parts) for part in range(1, parts + 1)]
    last = next((end for end in ends if rank <= end), districts)
    before = [end for end in ends if end < last]
    return (before[-1] + 1 if before else 1), last


def tells_exactly(one: AssessmentRound, *, is_own: bool) -> bool:
    """Whether the reader is told rank and distance: the city always, a district (`is_own`) once
    the results are public."""
    return one.is_public or not is_own


def tells_distance(one: AssessmentRound, *, is_own: bool) -> bool:
    """Whether the reader is told what lies between two totals: a district where totals are
    public."""
    return not is_own or (one.is_public and one.shown != AssessmentRound.Shown.RANKS)


def rank_in_words(one: AssessmentRound, score: DistrictScore, *, is_own: bool) -> str:
    """The rank, or the band in which it lies: 4, or 4—6."""
    if tells_exactly(one, is_own=is_own):
        return str(score.rank)
    first, last = band(score.rank, score.districts)
    return f"{first}—{last}"
