"""A council's return of agreed indicators for one period: its form, its answers, its files and its checks.

A return is a small table that people fill in, not a file of records: some sixty cells, each a number, a documented
reason why there is no number, or nothing yet. This package knows what is asked (`forms`), how it is typed (`entries`),
how it travels in files (`workbook`, `files`), what should hold in it (`checks`) and what its exact content is
(`canonical`). It knows no people, no deadlines and no database.

Source: East Midlands memorandum of understanding 2022 to 2024, data appendix, Dataset 1; South West plan, 5.1.
"""
