"""Documents of an alliance read with open eyes: grant letters, memoranda, delivery plans and costings.

Pure Python: no Django, no settings, no network. `check.check_file` reads a file, says what it understood and what
cannot be as it was meant. Nothing is corrected: what the document says is always kept beside what it was read as.
"""
