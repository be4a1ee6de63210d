"""Who works when: problems, rosters, rules, goals, search and explanations."""
