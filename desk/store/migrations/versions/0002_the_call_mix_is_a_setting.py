"""A centre keeps its call mix, and the day on which each source was read, among its settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MIX = {"consult": 0.68, "complaint": 0.24, "report": 0.08}
"""What every centre worked with before it could set its own."""

READ = "2025-04-30"
"""The day by which the sources before this revision had been read."""

centre = sa.table("centre", sa.column("id", sa.Integer), sa.column("service", sa.JSON))


def upgrade() -> None:
    """Add the mix and the days; a centre that has them stays as it is."""
    connection = op.get_bind()
    for number, service in connection.execute(sa.select(centre.c.id, centre.c.service)).all():
        sources = {
            name: source if isinstance(source, dict) else {"text": source, "as_of": READ}
            for name, source in service.get("sources", {}).items()
        }
        changed = {"mix": MIX, **service, "sources": sources}
        connection.execute(centre.update().where(centre.c.id == number).values(service=changed))
