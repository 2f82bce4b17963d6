"""Pages of reports, the register and the calendar: load, allow, call, answer."""
