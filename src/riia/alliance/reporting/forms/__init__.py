"""What people type about reports, the register, receipts and calendar addresses."""
