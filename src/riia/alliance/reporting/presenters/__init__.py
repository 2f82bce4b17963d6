"""What pages of reports, the register and the calendar show."""
