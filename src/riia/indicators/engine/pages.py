"""The definitions as pages: `python -m riia.indicators.engine.pages [FOLDER]` writes docs/indicators.

Everything comes from the definitions themselves: the reviewed words of the catalogue, and for each way of counting the
conditions it is made of. A test holds that the pages are those of the definitions.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from riia.indicators.definitions import Indicator, catalogue
from riia.indicators.definitions.countings import countings
from riia.indicators.engine.computing import applies
from riia.indicators.engine.explaining import words_of

COLLECTIONS: Mapping[str, str] = {
    "annex-a": "Annex A",
    "cin-census": "CIN census",
    "ssda903": "SSDA903",
    "sen2": "SEN2",
    "ehe": "EHE",
}
"""The returns a council may hold, by key."""
_MADE = "<!-- Made by `python -m riia.indicators.engine.pages` from the definitions. Do not edit. -->"


def pages() -> dict[str, str]:
    """Each page's text (Markdown) by its file name."""
    found = {"README.md": _index()}
    for theme in catalogue().themes:
        parts = [f"# {theme.title}", _MADE, *(_entry(one) for one in theme.indicators)]
        found[f"{theme.key}.md"] = "\n\n".join(parts) + "\n"
    return found


def _index() -> str:
    lines = [
        "# Indicators",
        _MADE,
        "What each indicator counts, and which of a council's own files can give it.",
        f"| indicator | {' | '.join(COLLECTIONS.values())} |\n|---|{'---|' * len(COLLECTIONS)}",
    ]
    table = []
    for theme in catalogue().themes:
        for one in theme.indicators:
            own = [counting for counting in countings() if counting.indicator == one.slug]
            if own:
                marks = ["yes" if any(applies(each, key) for each in own) else "" for key in COLLECTIONS]
                table.append(f"| [{one.title}]({theme.key}.md#{one.slug}) | {' | '.join(marks)} |")
    lines[-1] += "\n" + "\n".join(table)
    return "\n\n".join(lines) + "\n"


def _entry(one: Indicator) -> str:
    number = f"Number {one.number} of dataset {one.dataset}. " if one.number and one.dataset else ""
    lines = [
        f'<a id="{one.slug}"></a>\n## {one.title}',
        f"`{one.slug}`. {number}{one.why}",
        f"* Counted: {one.numerator}.\n* Against: {one.denominator}.\n* Read as: {one.unit}.",
    ]
    if one.caveats or one.watch:
        lines.append("\n".join(f"* {sentence}" for sentence in (*one.caveats, *one.watch)))
    for counting in (each for each in countings() if each.indicator == one.slug):
        sources = ", ".join(title for key, title in COLLECTIONS.items() if applies(counting, key))
        words = "\n".join(f"* {sentence}" for sentence in words_of(counting))
        heading = f"### From a council's own files: `{counting.address}`, version {counting.version}"
        lines.append(f"{heading}\n\nFrom {sources}.\n\n{words}")
    if one.unpublished:
        lines.append(one.unpublished)
    lines.append(f"Definition kept by {one.owner}, reviewed on {one.reviewed_on.isoformat()}.")
    return "\n\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the pages; those that no longer belong are removed."""
    folder = Path(arguments[0]) if arguments else Path("docs/indicators")
    folder.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for stale in folder.glob("*.md"):
        if stale.name not in texts:
            stale.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
