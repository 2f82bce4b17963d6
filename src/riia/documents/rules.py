"""Every rule that may give a finding: its code, what it looks for, why, and where the rule comes from.

One list, so that the documentation and the screen say the same of a code as the check does. A package registers the
rules of its kind when it is imported; `check` imports them all.
"""

from dataclasses import dataclass

from riia.documents.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `code` is upper case in two or three words, `title` a sentence, `source` a requirement or document."""

    code: str
    severity: Severity
    title: str
    why: str
    source: str


_RULES: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add rules. A code stands for one rule only.

    Raises:
        ValueError: another rule has the code.
    """
    for rule in rules:
        if _RULES.setdefault(rule.code, rule) != rule:
            raise ValueError(f"two rules are called {rule.code}")


def rule_of(code: str) -> Rule:
    """The rule with this code. Raises KeyError where there is none."""
    return _RULES[code]


def all_rules() -> tuple[Rule, ...]:
    """Every registered rule, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))
