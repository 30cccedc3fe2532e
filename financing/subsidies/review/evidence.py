"""What speaks for and against a line under review: hits, the enterprise's words, files."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.tenancy import Actor, system_scope
from financing.firm_scope import acts_for_firm
from financing.models import SubsidyClaim, SubsidyFile
from financing.subsidies.duplicates import hits_of
from financing.subsidies.hits import Hit


@dataclass
class Evidence:
    """What belongs to one line."""

    hits: list[Hit] = field(default_factory=list)
    files: list[SubsidyFile] = field(default_factory=list)


def evidence_of(actor: Actor, claim: SubsidyClaim) -> Mapping[int, Evidence]:
    """Line number -> its evidence, as the reviewer may know it; a fixed number of queries.

    An audit firm is shown the files. Where else a number is in use names other enterprises' claims,
    which the bureaus alone compare.
    """
    found: dict[int, Evidence] = defaultdict(Evidence)
    if acts_for_firm(actor):
        with system_scope(reason="show an audit firm the files of its claim"):
            files = files_of(claim)
    else:
        files = files_of(claim)
        for hit in hits_of(claim):
            found[hit.line].hits.append(hit)
    for one in files:
        found[one.line.number].files.append(one)
    return found


def files_of(claim: SubsidyClaim) -> list[SubsidyFile]:
    """The files of the claim's lines that were not removed."""
    rows = SubsidyFile.objects.filter(claim=claim, removed_at=None)
    return list(rows.select_related("attachment", "line"))
