"""The command groups of `riia`, one module each, named in `riia.cli`.

A module defines an `App` and imports what it needs inside its commands, so that `riia --help` starts at once.
"""
