"""Every change of agreements and of the data register: verbs, each one transaction with its entry in the trail."""
