"""Whole frames at once. Rows that no rule can tell apart form a *cell*; the reference answers each cell, and every row takes its cell's answer.

`facts` reads and checks columns, `worlds` says which law governs a row, `plan` finds out what rules tell rows apart by, `vectors` works that out
for a block of rows, `cells` keeps the answers, `decide` goes through the rows and writes the columns, `edge` takes and gives frames of all kinds.
"""
