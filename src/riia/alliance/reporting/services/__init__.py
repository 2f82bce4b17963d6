"""Changes of the register, reports, receipts and calendar feeds; each is one transaction with its line in the trail."""
