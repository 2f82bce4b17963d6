"""A second way to every figure: slow, in plain Python, written from the definitions and not from the engine.

Rows are dictionaries, tables are lists, and every question is a loop over all rows. Nothing here is clever, so that it
can be read beside the reference (definitions, traps, edges) and believed. `answers.answers` gives, for one collection's
rows and a period, the number, the base and the rows that could not be told of every counting.
"""
