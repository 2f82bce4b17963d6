"""The page of the documentation that lists every rule.

python -m riia.documents.pages docs/document-checks.md
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import riia.documents.check  # noqa: F401 (every kind registers its rules when it is imported)
from riia.documents.model import Severity
from riia.documents.rules import Rule, all_rules

_INTRODUCTION = """# Checks of documents

Every rule that is held against a grant letter, memorandum, plan, costings or 360Giving file when it comes in:
on the screen, and by `riia documents check FILE`. The text of the document is always kept as it was written, and
nothing is corrected: a finding says where, what stands there, what shows that it cannot be so, and what to do.

| Severity | Meaning |
|---|---|
| Error | It cannot be so: a date that does not exist, a sum that does not come out. |
| Conflict | Two places of the document cannot both hold. |
| Ambiguity | It can be read in more than one way, or something that is needed is not said. |
| Artefact | It was damaged when the text was taken from a scan or a PDF; the document itself is likely right. |

One cause is one finding: what follows from something else is left out, and a line that was read twice gives no other
finding. Where a rule could only guess, it is silent. The five fields of `--json` are `code`, `severity`, `where`,
`as_written` and `message`.
"""


def rules_page() -> str:
    """The page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield f"{len(all_rules())} rules."
    for severity in Severity:
        some = [rule for rule in all_rules() if rule.severity is severity]
        yield from [
            "",
            f"## {severity.value.capitalize()}: {len(some)} rules",
            "",
            "| Code | What it finds | Why | From |",
        ]
        yield "|---|---|---|---|"
        yield from (_row(rule) for rule in some)


def _row(rule: Rule) -> str:
    cells = (f"`{rule.code}`", rule.title, rule.why, rule.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(file: str = "docs/document-checks.md") -> None:
    """Write the page."""
    Path(file).write_text(rules_page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
