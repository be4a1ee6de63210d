"""Limits of people's own, fixed turns of weeks, and the year in which a festival duty was carried."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the tables; duties carried keep their counts, with no year."""
    op.create_table(
        "terms",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=True),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("max_run", sa.Integer(), nullable=True),
        sa.Column("min_run", sa.Integer(), nullable=False),
        sa.Column("min_off", sa.Integer(), nullable=False),
        sa.Column("max_weekends", sa.Integer(), nullable=True),
        sa.Column("max_shifts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.code"]),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "rotation",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.code"]),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "carried",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.code"]),
        sa.PrimaryKeyConstraint("person", "measure", "year"),
    )
    op.execute(
        "INSERT INTO carried (person, measure, year, count) SELECT person, measure, 0, count FROM duty"
    )
    op.drop_table("duty")
