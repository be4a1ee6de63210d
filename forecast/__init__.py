"""How much work is coming, and how many operators it takes."""
