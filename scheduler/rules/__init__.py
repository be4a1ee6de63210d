"""Rules: what a roster must keep; one per file, each with `check` and `add`."""
