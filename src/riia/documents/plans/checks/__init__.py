"""The rules for plans and costings, a file for each thing that they look at."""
