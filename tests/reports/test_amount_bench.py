"""The benchmark of amounts: the engine and the hand-written query agree."""

from django.conf import settings

from reports.bench.amount_speed import amount_measurements


def test_the_measured_amounts_are_those_of_the_query(db, monkeypatch):
    monkeypatch.setattr("reports.bench.amount_speed.use_database", lambda name: None)
    name = settings.DATABASES["default"]["NAME"]
    (measured,) = amount_measurements(name, claims=200, lines=20)
    assert measured.goal == 20
    assert measured.ours > 0
