"""An independent checker of draws: it shares values with the engine and no line of its methods.

Rules are tested as they are written, costs are counted by hand in plain Python, and least cost is proved by other
means than those that found it: absence of a chain of moves that gains, or an integer programme.
"""
