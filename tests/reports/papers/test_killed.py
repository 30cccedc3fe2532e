"""A worker that is killed in the middle of a paper: nothing is lost, and nothing is made twice."""

import os
import signal
import time

import pytest
from django.db import connection

from accounts.tenancy import system_scope
from reports.models import Paper, PaperFile
from reports.papers.actions.make_paper import make_paper

PATIENCE = 300  # seconds


def written():
    """How many papers and files of them there are."""
    with system_scope(reason="test"):
        return Paper.objects.count(), PaperFile.objects.count()


@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_what_it_made_and_the_next_makes_the_rest(october):
    connection.close()  # each process has its own
    worker = os.fork()
    if not worker:
        try:
            make_paper(None, october)
        finally:
            os._exit(0)
    end = time.monotonic() + PATIENCE
    while written() == (0, 0) and time.monotonic() < end:
        time.sleep(0.01)
    os.kill(worker, signal.SIGKILL)
    _, ended = os.waitpid(worker, 0)
    assert os.WTERMSIG(ended) == signal.SIGKILL, "it was at work"
    assert written() in {(1, number) for number in range(4)}
    paper = make_paper(None, october)
    with system_scope(reason="test"):
        assert (Paper.objects.count(), paper.files.count()) == (1, 3)
        steps = list(paper.log.filter(step__endswith="文件").values_list("step", flat=True))
        assert sorted(steps) == sorted(set(steps))
        assert not paper.log.filter(failed=True).exists()
