"""From a distribution of calls to the operators it takes."""
