"""What a viewer sees of calls, applications and awards; every query starts from a scope."""
