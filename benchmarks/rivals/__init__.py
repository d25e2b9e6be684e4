"""The contestants of `batch.py`, a module each: `prepared(frame)` gives what to time, and how to turn its result into codes.

What is timed begins with the facts in the contestant's own memory and ends with the outcomes in it. Each is written as well as we can: the
yardstick is a careful developer who knows the tool, not a straw man.
"""
