"""What is done with calls, applications and awards: verbs, each one transaction with its line in the trail."""
