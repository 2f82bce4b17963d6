"""Measured claims: one file each, printing ratios against a named peer or limit. Nothing here asserts a time."""
