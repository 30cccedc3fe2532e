"""The wall around the tables of reports."""

from reports.walls import assessment, builder, casebook, facts, papers, plans, supervision

DATABASE_OBJECTS = (
    *plans.WALL,
    *facts.WALL,
    *casebook.WALL,
    *builder.WALL,
    *supervision.WALL,
    *assessment.WALL,
    *papers.WALL,
)
