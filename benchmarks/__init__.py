"""Measurements with named instances, run on request and never in the test suite."""
