"""Browsers from which somebody has signed in before: strangers' failures do not count against them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the table of devices; attempts say from which known device they came."""
    op.create_table(
        "device",
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["username"], ["account.username"]),
        sa.PrimaryKeyConstraint("number_hash", "username"),
    )
    op.add_column("attempt", sa.Column("device", sa.String(length=64), nullable=True))
