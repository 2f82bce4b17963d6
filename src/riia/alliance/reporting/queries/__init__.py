"""Reads of the register, reports and calendars; each begins with the viewer's scope."""
