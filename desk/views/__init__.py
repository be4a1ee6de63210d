"""The pages: one script per file, each reads get, ask, show."""
