"""What can go wrong when the trail is written."""


class AuditError(Exception):
    """Root of every error of the audit trail."""


class NotInTransaction(AuditError):
    """An entry was offered outside a transaction, so the change and its entry could part company."""


class AppendOnly(AuditError):
    """Someone tried to change or remove an entry. Record a new entry that corrects it instead (R15.05)."""


class SecretInDetails(AuditError):
    """The details name a password, token or key. Secrets are never written to the trail: leave the item out."""
