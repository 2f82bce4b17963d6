"""The histories projected onto the files that councils hold."""
