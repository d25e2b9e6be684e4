"""Whole frames at once. Rows that no rule can tell apart form a *cell*; the reference answers each cell, and every row takes its cell's answer.

`facts` holds checked columns and `columns` reads them, `worlds` says which law governs a row, `plan` finds out what rules tell rows apart by, `vectors`
and `truths` work that out for a block of rows, `cells` asks the reference, `memory` keeps its answers, `decide` goes through the rows, `straight` and
`outputs` write the columns, `edge` takes and gives frames of all kinds.
"""
