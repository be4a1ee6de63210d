"""Surges: from the first odd hour to a projected level, and scenarios as data."""
