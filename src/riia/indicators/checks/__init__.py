"""Checks of the files councils hold: one function a rule, each with a code, a remedy and two worked examples."""
