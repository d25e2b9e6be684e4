"""What holds for every case: laws of the packs, of time and numbers, and the Python target against an interpreter of its own.

Examples are the same in every run; `make soak` draws fifty times as many, new ones each time.
"""
