"""Statistics on plain sequences of figures, in the standard library.

`benchmarks` says where a place stands: averages of comparators, ranks, quarters, direction over time. It describes and
does not test: whether a difference is more than chance belongs in modules of its own beside it (intervals, funnels,
control charts), which this package is the place for.
"""
