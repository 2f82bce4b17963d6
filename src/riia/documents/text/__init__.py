"""What holds for every document, whatever its kind: joining lines that were broken, and rules about any text."""
