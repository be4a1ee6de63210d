"""Measurements on request, never part of the tests."""
