"""Goals: what a roster should reach; one per file, each with `cost` and `add`."""
