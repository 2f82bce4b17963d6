"""XML to rows: what stands where, what is read past and told, and what is refused."""

import gzip
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model.findings import Severity
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.xml_rows import (
    XmlRows,
    fields,
    glance,
    group,
    inherit,
    listed,
    parsing,
    read_rows,
    reading,
    record,
    root_name,
)

LAYOUT = group(
    "Message",
    record("Header", "header", fields("Year")),
    group(
        "People",
        record(
            "Person",
            "person",
            fields("Id", "Name", sex=("Sex", "Gender")),
            ordinal="_person",
            inside=(
                group("Traits", fields("Colour"), group("Tags", listed("Tag", "tags"))),
                record(
                    "Stay", "stays", fields("From", "To"), ordinal="_stay", inside=(listed("Visit", "visits", "on"),)
                ),
            ),
        ),
    ),
)
ROWS = """<Message>
  <Header><Year>2025</Year></Header>
  <People>
    <Person>
      <Id>a &amp; b</Id><Gender>F</Gender>
      <Traits><Colour>red</Colour><Tags><Tag>x</Tag><Tag>y</Tag></Tags></Traits>
      <Stay>
        <From>1</From>
        <Visit>v1</Visit>
        <Visit>v2</Visit>
      </Stay>
      <Stay><From>2</From><To>3</To></Stay>
    </Person>
    <Person><Id>c</Id><Name/><Sex>M</Sex><Stay><From>4</From><To></To></Stay></Person>
  </People>
</Message>
"""


def read(tmp_path: Path, content: str | bytes, **named: object) -> XmlRows:
    path = tmp_path / "file.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_rows(path, LAYOUT, title="test return", **named)


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, content)
    assert "file.xml was not read" in str(refused.value)
    return str(refused.value)


def people(*inside: str) -> str:
    return f"<Message><People>{''.join(inside)}</People></Message>"


def told(rows: XmlRows) -> list[tuple[str, str, str, int]]:
    return [(one.code, one.table, one.column, one.count) for one in rows.findings]


def test_rows_with_lines_ordinals_and_fields(tmp_path: Path) -> None:
    rows = read(tmp_path, ROWS)
    assert rows.findings == ()
    assert rows.tables["person"].rows() == [(4, 1, "a & b", None, "F", "red"), (14, 2, "c", None, "M", None)]
    assert rows.tables["person"].columns == ["_row", "_person", "Id", "Name", "sex", "Colour"]
    assert rows.tables["tags"].rows() == [(6, 1, "x"), (6, 1, "y")]
    assert rows.tables["stays"].rows() == [(7, 1, 1, "1", None), (12, 1, 2, "2", "3"), (14, 2, 3, "4", None)]
    assert rows.tables["visits"].rows() == [(9, 1, 1, "v1"), (10, 1, 1, "v2")]
    assert rows.tables["visits"].columns == ["_row", "_person", "_stay", "on"]
    assert rows.tables["header"].rows() == [(2, "2025")]


def test_a_table_without_rows_is_there_with_its_columns(tmp_path: Path) -> None:
    rows = read(tmp_path, people())
    assert {name: frame.height for name, frame in rows.tables.items()} == dict.fromkeys(
        ("header", "person", "tags", "stays", "visits"), 0
    )
    assert rows.tables["stays"].schema["From"] == pl.String
    assert rows.tables["stays"].schema["_stay"] == pl.Int64


def test_a_field_is_inherited_by_the_tables_below(tmp_path: Path) -> None:
    tables = inherit(read(tmp_path, ROWS).tables, "person", "Id", by="_person")
    assert tables["visits"].rows() == [("a & b", 9, 1, 1, "v1"), ("a & b", 10, 1, 1, "v2")]
    assert tables["person"].columns[2] == "Id"
    assert "Id" not in tables["header"].columns


def test_what_is_inherited_from_a_record_below_is_null_where_that_is_missing(tmp_path: Path) -> None:
    stay = "<Stay><From>1</From></Stay>"
    rows = read(tmp_path, people(f"<Person><Id>a</Id>{stay}</Person><Person/><Person>{stay}{stay}</Person>"))
    tables = inherit(rows.tables, "stays", "From", by="_person")
    assert tables["person"].select("From", "_person").rows() == [("1", 1), (None, 2), ("1", 3)]


@pytest.mark.parametrize("bytes_at_once", [1, 7, 64])
def test_the_size_of_a_chunk_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bytes_at_once: int
) -> None:
    whole = read(tmp_path, ROWS)
    monkeypatch.setattr(reading, "_CHUNK", bytes_at_once)
    monkeypatch.setattr(parsing, "BLOCK_ROWS", 2)
    parts = read(tmp_path, ROWS)
    assert parts.sha256 == whole.sha256
    assert all(parts.tables[name].equals(frame) for name, frame in whole.tables.items())


def test_comments_and_cdata_belong_to_the_text_around_them(tmp_path: Path) -> None:
    rows = read(tmp_path, people("<Person><Id>a<!-- not this -->b<![CDATA[<&>]]></Id><!-- nor this --></Person>"))
    assert rows.tables["person"]["Id"].to_list() == ["ab<&>"]
    assert rows.findings == ()


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-8", "UTF-8"),
        ("utf-8", "utf8"),
        ("utf-8-sig", "UTF_8"),
        ("utf-16", ""),
        ("utf-16", "UTF-16"),
        ("cp1252", "windows-1252"),
        ("latin-1", "ISO-8859-1"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    says = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    rows = read(tmp_path, (says + people("<Person><Id>Zoë</Id></Person>")).encode(encoding))
    assert rows.tables["person"]["Id"].to_list() == ["Zoë"]


def test_names_count_without_their_namespace(tmp_path: Path) -> None:
    plain = '<Message xmlns="urn:x"><People><Person><Id>1</Id></Person></People></Message>'
    prefixed = '<r:Message xmlns:r="urn:x"><r:People><r:Person><r:Id>1</r:Id></r:Person></r:People></r:Message>'
    for content in (plain, prefixed):
        rows = read(tmp_path, content)
        assert rows.tables["person"]["Id"].to_list() == ["1"]
        assert rows.findings == ()


def test_what_is_not_in_the_layout_is_read_past_and_told_once_for_each_name(tmp_path: Path) -> None:
    person = "<Person><Id>1</Id><New><Deep>x</Deep></New>\n<Year>2</Year><New/></Person>"
    rows = read(tmp_path, people(person, person))
    assert told(rows) == [("READ-UNKNOWN", "Person", "New", 4), ("READ-PLACE", "Person", "Year", 2)]
    assert [spot.row for spot in rows.findings[1].spots] == [2, 3]
    assert rows.tables["person"].height == 2


def test_a_field_twice_counts_once_and_an_empty_one_does_not_count(tmp_path: Path) -> None:
    rows = read(tmp_path, people("<Person><Id> </Id><Id>1</Id><Id/><Id>2</Id><Sex>M</Sex><Gender>M</Gender></Person>"))
    assert rows.tables["person"]["Id"].to_list() == ["1"]
    assert told(rows) == [("READ-REPEATED", "person", "Id", 1), ("READ-REPEATED", "person", "Sex", 1)]
    assert rows.findings[0].spots[0].value == "2"


def test_text_between_elements_is_told(tmp_path: Path) -> None:
    rows = read(tmp_path, people("<Person>\n<Id>1</Id>Name\n<Sex>F</Sex></Person>", "\nstray\n"))
    assert told(rows) == [("READ-TEXT", "Person", "", 1), ("READ-TEXT", "People", "", 1)]
    assert rows.findings[0].spots[0].value == "Name"
    assert rows.tables["person"]["sex"].to_list() == ["F"]


def test_an_element_inside_a_field_is_read_past(tmp_path: Path) -> None:
    rows = read(tmp_path, people("<Person><Id>1<b>x</b>2</Id></Person>"))
    assert rows.tables["person"]["Id"].to_list() == ["2"]
    assert {code for code, *_ in told(rows)} == {"READ-TEXT", "READ-UNKNOWN"}


def test_a_listed_value_out_of_place_is_set_aside(tmp_path: Path) -> None:
    rows = read(tmp_path, people("<Person><Tag>x</Tag><Traits><Tags><Tag>y</Tag></Tags></Traits></Person>"))
    assert rows.set_aside == {"tags": 1}
    assert rows.tables["tags"]["Tag"].to_list() == ["y"]


def test_attributes_are_noted_unless_they_are_xmls_own(tmp_path: Path) -> None:
    rows = read(tmp_path, people('<Person xmlns:xsi="x" xsi:nil="true" note="1"><Id>1</Id></Person>'))
    assert told(rows) == [("READ-ATTRIBUTE", "Person", "note", 1)]
    assert rows.findings[0].severity is Severity.NOTE


def test_many_unknown_names_stay_few_findings(tmp_path: Path) -> None:
    rows = read(tmp_path, people("<Person>", *(f"<N{at}/>" for at in range(1000)), "</Person>"))
    assert len(rows.findings) <= 201
    assert sum(one.count for one in rows.findings) == 1000


BOMB = '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Message><People>&b;</People></Message>'
OUTSIDE = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message><People>&x;</People></Message>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        (" \n\t", "is empty"),
        (b"\0" * 100, "is empty"),
        ("Id,Name\n1,2\n", "it begins with 'I' where '<' should stand"),
        ("<!DOCTYPE html><html></html>", "is a web page"),
        ("<HTML><body/></HTML>", "is a web page"),
        (gzip.compress(ROWS.encode()), "compressed with gzip"),
        (b"%PDF-1.7", "is a PDF"),
        (ROWS.encode("utf-32"), "UTF-32"),
        (ROWS.encode("utf-16-le"), "does not begin with the mark"),
        (BOMB, "document type declaration"),
        (OUTSIDE, "document type declaration"),
        ("<Message><People>&uuml;</People></Message>", "not defined"),
        ("<Message><People>A & B</People></Message>", "where XML allows none"),
        ("<Other/>", "begins with <Other>, but the test return begins with <Message>"),
        (ROWS[:150], "cut off"),
        (ROWS[: ROWS.index("</Id>") + 3], "cut off"),
        ("<?xml version='1.0'?>", "before its first element: it was cut off"),
        ("<Message><People></Message>", "the closing tag does not belong to <People>"),
        (people() + people(), "more follows"),
        ("\n<?xml version='1.0'?>" + people(), "very beginning"),
        (people("<Person><Id>é</Id></Person>").encode("cp1252"), "the byte 0xe9 does not fit the encoding"),
        (b'<?xml version="1.0" encoding="US-ASCII"?>' + people("é").encode(), "declares US-ASCII"),
        (b'<?xml version="1.0" encoding="UTF-16"?>' + people().encode(), "not in the encoding it declares"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + people().encode(), "'utf-7', which is not read"),
        (b'<?xml version="1.0" encoding="nonsense"?>' + people().encode(), "'nonsense', which is not read"),
        (
            b'<?xml version="1.0" encoding="utf16"?>' + people().encode(),
            "'utf16': the encoding that",
        ),
        (b'<?xml version="1.0" encoding="8859"?>' + people().encode(), "declaration is not well formed"),
        (b"<?xml version=1.0?>" + people().encode(), "declaration is not well formed"),
        ("<Message><People><Stay/></People></Message>", "<Stay> stands in <People>"),
        (people("<New><Person/></New>"), "<Person> stands in an element that is not part of the layout"),
        (people("<New>" * 200 + "</New>" * 200), "more than 100 deep"),
        (people(f"<Person><Id>{'x' * 20_000}</Id></Person>"), "20,000 bytes"),
    ],
)
def test_refused_whole_with_a_reason(tmp_path: Path, content: str | bytes, says: str) -> None:
    assert says in refusal(tmp_path, content)


def test_a_zip_or_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "file.xml", "w") as archive:
        archive.writestr("x.xml", ROWS)
    assert "zip archive or an Excel workbook" in refusal(tmp_path, (tmp_path / "file.xml").read_bytes())


def test_a_refusal_names_line_and_character(tmp_path: Path) -> None:
    said = refusal(tmp_path, "<Message>\n  <People>\n    <Stay/>\n  </People>\n</Message>")
    assert "line 3" in said
    assert "at character 5" in said


@pytest.mark.parametrize("opening", ["<Person><Id>", "<Person x='", "<Person><Id><![CDATA["])
def test_an_endless_value_is_refused_before_it_fills_the_memory(tmp_path: Path, opening: str) -> None:
    assert "goes on for more than" in refusal(tmp_path, "<Message><People>" + opening + "x" * 3_000_000)


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    read(tmp_path, ROWS, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (len(ROWS), len(ROWS))


def test_a_glance_at_the_root(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    for content, root in (
        (b"<?xml version='1.0'?><!-- <Not/> --><m:Message a='1'><People/>", "Message"),
        (ROWS.encode("utf-16"), "Message"),
        (b"PK\x03\x04", None),
        (b"a,b", None),
        (b"", None),
    ):
        path.write_bytes(content)
        assert root_name(path) == root
    assert glance(tmp_path / "absent.xml") is None


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=6
)
stays = st.builds(lambda *parts: parts, texts, texts, st.lists(texts, max_size=3))
persons = st.lists(st.builds(lambda *parts: parts, texts, st.lists(texts, max_size=3), st.lists(stays, max_size=3)))
gaps = st.sampled_from(["", " ", "\n  ", "<!-- note -->"])


@settings(max_examples=60, deadline=None)
@given(persons, gaps, st.integers(1, 40))
def test_the_same_rows_as_a_tree_gives(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, list[str], list[object]]], gap: str, chunk: int
) -> None:
    def tag(name: str, *inside: str) -> str:
        return f"<{name}>{gap}{gap.join(inside)}{gap}</{name}>"

    def leaf(name: str, text: str) -> str:
        return f"<{name}>{escape(text)}</{name}>" if text else f"<{name}/>"

    def stay(first: str, last: str, visits: list[str]) -> str:
        return tag("Stay", leaf("From", first), *(leaf("Visit", one) for one in visits), leaf("To", last))

    content = people(
        *(
            tag("Person", leaf("Id", name), tag("Traits", tag("Tags", *(leaf("Tag", one) for one in tags))), *stays)
            for name, tags, stays in ((name, tags, [stay(*one) for one in stays]) for name, tags, stays in made)  # type: ignore[misc]
        )
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "_CHUNK", chunk * 10)
        patched.setattr(parsing, "BLOCK_ROWS", chunk)
        rows = read(tmp_path_factory.mktemp("xml"), content)
    assert rows.findings == ()
    tree = ElementTree.fromstring(content)
    found = list(tree.iter("Person"))
    assert rows.tables["person"]["Id"].to_list() == [one.findtext("Id") or None for one in found]
    assert rows.tables["tags"].select("_person", "Tag").rows() == [
        (at, tag.text) for at, one in enumerate(found, 1) for tag in one.iter("Tag")
    ]
    every = [(at, stay) for at, one in enumerate(found, 1) for stay in one.iter("Stay")]
    assert rows.tables["stays"].select("_person", "_stay", "From", "To").rows() == [
        (at, place, stay.findtext("From") or None, stay.findtext("To") or None)
        for place, (at, stay) in enumerate(every, 1)
    ]
    assert rows.tables["visits"].select("_stay", "on").rows() == [
        (place, visit.text) for place, (_, stay) in enumerate(every, 1) for visit in stay.iter("Visit")
    ]
