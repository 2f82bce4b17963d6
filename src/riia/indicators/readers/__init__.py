"""From files to typed tables, with errors that name file, line, column, value, rule and remedy."""
