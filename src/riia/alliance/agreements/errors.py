"""What can go wrong with agreements. Each message says what to do next, and is shown to the person."""


class AgreementError(Exception):
    """Something may not happen with an agreement now. Nothing was saved."""
