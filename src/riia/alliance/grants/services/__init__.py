"""What is done with grants: verbs, each one transaction with its line in the trail."""
