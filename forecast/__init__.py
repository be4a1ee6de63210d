"""How much work is coming, and how many operators does it take?"""
