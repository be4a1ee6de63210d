"""A request for leave may be for half a day."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Let requests say which half of their day they are for."""
    op.add_column("request", sa.Column("half", sa.String(length=16), nullable=True))
