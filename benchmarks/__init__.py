"""Measurements run on request, never in the test suite."""
