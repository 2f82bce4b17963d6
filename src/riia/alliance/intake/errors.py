"""What the intake of documents refuses, in words to show."""


class IntakeError(Exception):
    """Something about a document that cannot be done; the message says why and what to do."""
