"""People at work: store, use cases, command line, pages, reports and words."""
