"""Facts: pairs of name and value, as sentences need them."""

Facts = tuple[tuple[str, object], ...]
"""Pairs of name and value, as sentences need them."""
