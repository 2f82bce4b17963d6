"""The text of a version: its clauses, and what its numbers and counts leave to be said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from riia.alliance.agreements.models import AgreementVersion, Clause, ClauseKind
from riia.alliance.agreements.presenters.agreements import noun, upper
from riia.alliance.kit.filters import and_list, plural
from riia.documents.memoranda.clauses import ReadClause
from riia.documents.memoranda.findings import ClauseFinding


def text_title(version: AgreementVersion, findings: int, held: bool) -> str:
    """The finding of the page of the text."""
    name = f"{noun(version.agreement)}, {version.label}"
    if not held:
        return upper(f"the text of {name}, is not held")
    if not findings:
        return upper(f"the numbering of {name}, is whole")
    return f"{plural(findings, 'place')} in {name}, {'does' if findings == 1 else 'do'} not fit the rest"


@dataclass(frozen=True)
class ClauseLine:
    """A clause or item as the page of the text shows it; `tags` are said where they change."""

    number: str
    anchor: str
    printed: bool
    text: str
    tags: str
    depth: int
    """0 for a clause, 1 for an item listed under it, 2 for one under an item."""
    heading: bool
    findings: tuple[str, ...]


def clause_lines(clauses: Iterable[Clause], findings: Iterable[tuple[str, str]]) -> list[ClauseLine]:
    """Every clause with what was found about it; `findings` are pairs of a clause's number and a sentence."""
    said: dict[str, list[str]] = {}
    for number, sentence in findings:
        said.setdefault(number, []).append(sentence)
    lines: list[ClauseLine] = []
    before = ""
    for clause in clauses:
        known = (clause.get_kind_display(), clause.area)
        tags = ", ".join(dict.fromkeys(tag for tag in known if tag and tag != ClauseKind.OTHER.label))
        lines.append(
            ClauseLine(
                number=_called(clause),
                anchor=clause.number.replace(" ", "-"),
                printed=bool(clause.printed),
                text=clause.text,
                tags=tags if tags != before else "",
                depth=_depth(clause),
                heading=clause.under_id is None and bool(clause.printed) and _is_heading(clause),
                findings=tuple(said.get(clause.number, ())),
            )
        )
        before = tags
    return lines


def _depth(clause: Clause) -> int:
    if clause.under is None:
        return 0
    return 1 if clause.under.under_id is None else 2


def _is_heading(clause: Clause) -> bool:
    """A section is headed by a few words; a sentence, or an item of a schedule, reads as a clause."""
    few = len(clause.text) < 80 and not clause.text.endswith((".", ";", ":"))
    return few and "." not in clause.printed and ", " not in clause.number


def _called(clause: Clause) -> str:
    """The number as printed; in brackets where it is ours."""
    if clause.printed:
        return clause.printed
    if clause.under_id:
        return f"({clause.number.rpartition('(')[2].rstrip(')')})"
    return f"({clause.number.replace('paragraph', 'par.')})"


def with_other_bodies(
    findings: Iterable[ClauseFinding], clauses: Iterable[ReadClause], others: Sequence[str]
) -> tuple[ClauseFinding, ...]:
    """The same findings; a count of councils that differs also names the parties in it that are none (R2.02)."""
    texts = {clause.number: _plain(clause.text) for clause in clauses}
    told = []
    for finding in findings:
        among = [name for name in others if _plain(name) in texts.get(finding.where, "")]
        if finding.code == "count-differs" and among:
            verb = "is no council" if len(among) == 1 else "are no councils"
            finding = replace(finding, says=f"{finding.says} {and_list(among)} {verb}.")
        told.append(finding)
    return tuple(told)


def _plain(text: str) -> str:
    return text.replace("’", "'").lower()
