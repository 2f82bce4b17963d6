"""Disclosure control: what must be hidden in a table so that nobody can be found in it, and the attacker that tests it."""
