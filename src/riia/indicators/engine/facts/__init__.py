"""Facts from each source's tables: `BUILDERS` says which source gives which fact, and how.

A builder takes a source's tables (narwhals frames, lazy) and the period, and gives the fact's frame with the columns
that `tables.facts` promises, those the source does not know as nulls.
"""
