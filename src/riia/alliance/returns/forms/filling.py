"""What is typed on the pages where a return is filled in, explained and uploaded."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from riia.alliance.returns.queries.checking import Checked
from riia.alliance.returns.services.explaining import LONGEST
from riia.alliance.returns.services.uploads import LARGEST, MEGABYTE
from riia.indicators.returns.nouns import Cell, Form

SHOWN: Final = "was:"
"""Before the name of a cell: the text that the page showed, so that only what was changed is saved."""
_ENDINGS: Final = ".xlsx,.csv,.json"


def changed_texts(form: Form, posted: Mapping[str, str]) -> dict[Cell, str]:
    """The texts that the sender changed, by cell: those that differ from what the page showed."""
    found = {}
    for cell in form.cells:
        text = posted.get(str(cell))
        if text is not None and text.strip() != posted.get(f"{SHOWN}{cell}", "").strip():
            found[cell] = text
    return found


def revision_of(posted: Mapping[str, str]) -> int:
    """The revision that the page showed; 0, before which everything changed, where it says none."""
    text = posted.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class ExplainForm(forms.Form):
    """One text for each finding that needs a correction or an explanation."""

    def __init__(self, found: Checked, *args: Any, **kwargs: Any) -> None:
        """A field for each finding, with the text that stands."""
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for place, outcome in enumerate(found.soft):
            name = f"text-{place}"
            text = found.texts.get(outcome.key)
            self.keys[name] = outcome.key
            self.fields[name] = forms.CharField(
                label="Explanation",
                required=False,
                max_length=LONGEST,
                initial=text.text if text else "",
                widget=forms.Textarea,
            )

    def changed(self) -> dict[str, str]:
        """The texts that differ from what the page showed, by the key of the finding.

        A finding that is not on the page any more has no field: what was typed for it is looked up by its key.
        """
        found = {}
        for name in (name for name in self.data if name.startswith("key-")):
            place = name.removeprefix("key-")
            text, shown = self.data.get(f"text-{place}", ""), self.data.get(f"{SHOWN}text-{place}", "")
            if _plain(text) != _plain(shown):
                found[str(self.data[name])] = str(text)
        return found


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="Choose the file",
        help_text=f"The region’s workbook, a CSV file, or what riia indicators compute wrote. A workbook has up to "
        f"{LARGEST // MEGABYTE} MB, a CSV or JSON file up to 2 MB.",
        error_messages={
            "required": "Choose the file",
            "empty": "The file is empty. Save it again where it was made, then choose it again",
        },
        widget=forms.ClearableFileInput(attrs={"accept": _ENDINGS}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST // MEGABYTE} MB. Take out other sheets and pictures, or use the "
                "region’s workbook"
            )
        return given
