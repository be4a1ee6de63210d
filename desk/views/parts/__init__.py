"""What several pages share: who is here, charts, tables and messages."""
