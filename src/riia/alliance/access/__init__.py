"""People, the roles they hold, sign-in, and the scope of what each may see and do."""
