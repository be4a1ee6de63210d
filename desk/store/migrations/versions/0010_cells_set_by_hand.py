"""Cells that somebody has set by hand stay, days off among them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the table of locked cells, with those that were locked before."""
    op.create_table(
        "locked_cell",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.code"]),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"]),
        sa.ForeignKeyConstraint(["shift"], ["shift_type.code"]),
        sa.PrimaryKeyConstraint("roster_id", "person", "day"),
    )
    op.execute(
        "INSERT INTO locked_cell (roster_id, person, day, shift) "
        "SELECT roster_id, person, day, shift FROM assignment WHERE locked"
    )
