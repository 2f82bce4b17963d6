"""Who may see, take and load figures."""

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope


def may_see(scope: Scope) -> bool:
    """Published figures are public: everyone signed in with any role sees all of them, and so does the command line."""
    return scope.may(Action.SEE_FIGURES)


def may_export(scope: Scope) -> bool:
    """Whether the viewer may take figures away as files."""
    return scope.may(Action.EXPORT_FIGURES)


def may_import(scope: Scope) -> bool:
    """Whether the viewer may load releases."""
    return scope.may(Action.IMPORT_FIGURES)
