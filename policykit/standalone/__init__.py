"""A pack -> one Python module that needs nothing but the standard library: the decisions as the Python target writes them, and the lines of the
library that they and the reading of facts need, taken over as they stand (`embedding`). So there is no second meaning to keep in step.
"""
