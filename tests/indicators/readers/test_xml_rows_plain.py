"""The quick way through XML: what it takes, what it leaves to the parser, and that the two never differ."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.readers.cin_census.layout import LAYOUT as cin_census
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.xml_rows import Element, XmlRows, fields, group, listed, plain, read_rows, reading, record
from riia.indicators.readers.xml_rows.nodes import compiled
from riia.indicators.readers.xml_rows.plain import NotPlain, Plain
from riia.indicators.simulation.folder import Request, census_of
from tests.indicators.simulation.councils import RUTLAND, YEAR, targets

LAYOUT = group(
    "Message",
    record("Header", "header", fields("Year"), inside=(group("Source", fields("Day")),)),
    record(
        "People",
        "lists",
        inside=(
            record(
                "Person",
                "person",
                fields("Id", "Day", sex=("Sex", "Gender")),
                ordinal="_person",
                names=("Human",),
                inside=(
                    group("Traits", fields("Colour"), group("Tags", listed("Tag", "tags"))),
                    record(
                        "Stay", "stays", fields("From", "Day"), ordinal="_stay", inside=(listed("Visit", "visits"),)
                    ),
                    record("Note", "notes", fields("Day")),
                ),
            ),
        ),
    ),
)
PERSON = """    <Person>
      <Id>a</Id><Gender>F</Gender><Day>1</Day>
      <Traits><Colour>red &gt; </Colour><Tags><Tag>x</Tag><Tag/><Tag></Tag></Tags></Traits>
      <Stay>
        <Visit>v1</Visit><Day> 2 </Day>
        <Visit>v2</Visit>
      </Stay>
      <Stay><From>2</From><Day>3</Day></Stay><Note><Day>4</Day></Note>
    </Person>
""".replace("&gt;", ">")
FILE = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- made by a system (v1.2) -->
<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="cin.xsd">
  <Header><Year>2025</Year><Source><Day>0</Day></Source></Header>
  <People>
{PERSON * 3}    <Person><Id>b</Id><Traits/></Person>
  </People>
</Message>
"""


def quickly(path: Path, block: int = 1 << 20, layout: Element = LAYOUT) -> XmlRows:
    """The rows by the quick way alone; raises NotPlain."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "_BLOCK", block)
        patched.setattr(plain, "_HEAD", min(block, 400))
        return reading._quickly(path, compiled(layout), lambda done, total: None)


def by_parser(path: Path, layout: Element = LAYOUT) -> XmlRows:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "QUICK_FROM", 1 << 60)
        return read_rows(path, layout, title="list of people")


def same(one: XmlRows, other: XmlRows) -> bool:
    return (
        one.sha256 == other.sha256
        and one.findings == other.findings
        and one.set_aside == other.set_aside
        and list(one.tables) == list(other.tables)
        and all(
            frame.schema == other.tables[name].schema and frame.equals(other.tables[name])
            for name, frame in one.tables.items()
        )
    )


@pytest.mark.parametrize("block", [1 << 20, 400, 450, 1000])
@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("utf-8", "ISO-8859-1").replace("red", "zoë").encode("latin-1"),
        lambda text: text.replace("red", "zoë").encode(),
        lambda text: text.partition("?>")[2].encode(),
        lambda text: text.replace("  ", "").replace("\n", "").encode(),
        lambda text: (text + "\n \n").encode(),
        lambda text: text.replace("Person", "Human").encode(),
    ],
)
def test_an_ordinary_file_is_read_quickly_and_gives_what_the_parser_does(tmp_path, write, block) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.xml"
    path.write_bytes(write(FILE))
    assert same(quickly(path, block), by_parser(path))


def test_a_census_is_read_quickly(tmp_path: Path) -> None:
    path = tmp_path / "cin.xml"
    census_of(Request(targets(RUTLAND), 7, date(YEAR, 3, 31)), path)
    quick = quickly(path, 1 << 17, cin_census)
    assert quick.tables["Reviews"].height > 10
    assert same(quick, by_parser(path, cin_census))


def test_the_rows_of_an_ordinary_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE)
    tables = quickly(path).tables
    assert tables["person"].rows()[0] == (6, 1, "a", "1", "F", "red > ")
    assert tables["person"].rows()[3] == (33, 4, "b", None, None, None)
    assert tables["tags"].rows()[:3] == [(8, 1, "x"), (8, 1, None), (8, 1, None)]
    assert tables["stays"].rows()[:3] == [(9, 1, 1, None, " 2 "), (13, 1, 2, "2", "3"), (18, 2, 3, None, " 2 ")]
    assert tables["visits"].select("_person", "_stay", "Visit").rows()[2:] == [
        (2, 3, "v1"), (2, 3, "v2"), (3, 5, "v1"), (3, 5, "v2"),
    ]  # fmt: skip
    assert tables["header"].rows() == [(4, "2025", "0")]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("<Id>b</Id>", "<Id>b &amp; c</Id>"),
        ("<Id>b</Id>", "<Id>b<!-- c --></Id>"),
        ("<Id>b</Id>", "<Id><![CDATA[b]]></Id>"),
        ("<Id>b</Id>", "<Id>b</Id><?note?>"),
        ("<Id>b</Id>", "<Id x='1'>b</Id>"),
        ("<Id>b</Id>", "<Id>b</Id ><Sex />"),
        ("<Id>b</Id>", "<Id>b</Id><Id>c</Id>"),
        ("<Id>b</Id>", "<Id>b</Id><Other>c</Other>"),
        ("<Id>b</Id>", "<Id>b</Id><Colour>red</Colour>"),
        ("<Id>b</Id>", "<Id>b<Day>c</Day></Id>"),
        ("<Id>b</Id>", "<Id>b</Id>c"),
        ("<Id>b</Id>", "<m:Id>b</m:Id>"),
        ("<Id>b</Id>", "<Id>b</Day>"),
        ("<Id>b</Id>", "<Id>b</Id></Id>"),
        ("<Id>b</Id>", "<Id>b\x00</Id>"),
        ("<Id>b</Id>", "<Id>b\uffff</Id>"),
        ("<Id>b</Id>", "<Id>b\r</Id>"),
        ("<Id>b</Id>", "<Id>" + "b" * 20_000 + "</Id>"),
        ("<Person><Id>b</Id><Traits/></Person>", "<Human><Id>b</Id></Human>"),
        ("<Traits/></Person>", "<Traits/></Human>"),
        ("<Traits/>", "<Stay/>"),
        ("<Traits/>", "<Stay>"),
        ("</Message>", "</Message><Message></Message>"),
        ("</Message>", "</Message><Message/>"),
        ("</Message>", "</Message>&"),
        ("</Message>", "</Message>x"),
        ("</Message>", ""),
        ("<?xml", " <?xml"),
        ("utf-8", "utf-16"),
        ("utf-8", "klingon"),
        ("utf-8", "utf8"),
        ("utf-8", "8859"),
        ('"utf-8"', "\"utf-8'"),
        ('"1.0"', "\"1.0'"),
        ("?>", " standalone='yes\"?>"),
        ("-- made", "-- -- made"),
        ("xmlns:xsi", "lang"),
        ("xmlns:xsi=", "xsi:noNamespaceSchemaLocation='a' xmlns:xsi="),
        ("<Message", "<!DOCTYPE Message><Message"),
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(tmp_path: Path, was: str, becomes: str) -> None:
    assert was in FILE
    path = tmp_path / "a.xml"
    path.write_text(FILE.replace(was, becomes), newline="")
    with pytest.raises(NotPlain):
        quickly(path)


def test_white_space_too_long_for_the_parser_is_left_to_it_where_a_part_begins_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.replace("  </People>", " " * 400_000 + "</People>"), newline="")
    with pytest.raises(FileRefused, match="more than 10,000 bytes"):
        by_parser(path)
    with pytest.raises(NotPlain):
        quickly(path, path.stat().st_size - 100)


def test_a_root_that_is_a_record_stands_on_the_line_where_its_tag_begins(tmp_path: Path) -> None:
    layout = record("Return", "return", fields("Year"), ordinal="_return")
    path = tmp_path / "a.xml"
    path.write_text("<?xml version='1.0'?>\n<Return\n xmlns='a'\n>\n<Year>1</Year>\n</Return>\n")
    assert quickly(path, layout=layout).tables["return"].rows() == [(2, 1, "1")]
    assert same(quickly(path, layout=layout), by_parser(path, layout))


def test_a_layout_whose_names_mean_two_things_is_left_to_the_parser() -> None:
    for layout in (
        group("A", record("B", "b", fields("B"))),
        group("A", record("B", "b", inside=(group("D", fields("E")),)), record("C", "c", inside=(group("D"),))),
        group("A", record("B", "b", fields("E")), record("C", "b", fields("F"))),
    ):
        with pytest.raises(NotPlain):
            Plain(compiled(layout))


def test_a_file_that_turns_out_not_to_be_plain_is_read_again_and_progress_never_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(FILE.replace("<Id>b</Id>", "<Id>b &amp; c</Id>"))
    monkeypatch.setattr(reading, "QUICK_FROM", 0)
    monkeypatch.setattr(reading, "_BLOCK", 500)
    steps: list[int] = []
    rows = read_rows(path, LAYOUT, title="list of people", progress=lambda done, _: steps.append(done))
    assert rows.tables["person"]["Id"].to_list() == ["a", "a", "a", "b & c"]
    assert steps == sorted(set(steps))
    assert steps[-1] == path.stat().st_size


def test_a_file_with_no_end_of_a_record_in_sight_is_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "_UNCUT", 10_000)
    reader = Plain(compiled(LAYOUT))
    reader.feed(b"<Message><People>" + b" " * 5000)
    with pytest.raises(NotPlain):
        reader.feed(b" " * 5000)


values = st.one_of(st.sampled_from(["", "1", " ", "x\ny", "a>b", "Zoë", "&lt;", "]"]), st.text("ab<&>\r\t", max_size=4))
odd = st.sampled_from(
    ["", "", "", "", "", "<!-- c -->", "<Strange/>", "text", "<Id>z</Id>", "<Stay/>", "<Tags/>", "<Day>"]
)
gaps = st.sampled_from(["", "\n", " ", "\r\n", "\r", "\n\t"])


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A file of people, often ordinary, sometimes strange, sometimes damaged."""
    gap = draw(gaps)
    strange = draw(st.booleans())

    def leaf(name: str) -> str:
        value = draw(values) if strange else draw(st.sampled_from(["", "1", "x\ny", "a>b", "Zoë"]))
        return draw(st.sampled_from([f"<{name}>{value}</{name}>", f"<{name}/>"])) + gap

    def some(*names: str) -> str:
        return "".join(leaf(name) for name in names if draw(st.booleans()))

    def tag(name: str, inside: str) -> str:
        return f"<{name}>{gap}{inside}{draw(odd) if strange else ''}</{name}>{gap}"

    def person() -> str:
        tags = "".join(leaf("Tag") for _ in range(draw(st.integers(0, 3))))
        stays = [tag("Stay", some("Visit", "From", "Day", "Visit")) for _ in range(draw(st.integers(0, 3)))]
        traits = tag("Traits", some("Colour") + tag("Tags", tags)) if draw(st.booleans()) else ""
        return tag(draw(st.sampled_from(["Person", "Human"])), some("Id", "Sex", "Day") + traits + "".join(stays))

    header = tag("Header", some("Year") + tag("Source", some("Day")))
    people = tag("People", "".join(person() for _ in range(draw(st.integers(0, 4)))))
    content = bytearray(tag("Message", header + people).encode())
    if draw(st.booleans()) and strange:
        chance = random.Random(draw(st.integers(0, 1000)))
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(content))
            end = at + chance.choice([0, 1, 1, 5, 40])
            content[at:end] = chance.choice(
                [b"", b"<", b">", b"/", b"&", b"\x00", b"\xff", content[: at // 2], b"</Id>", b"</Human>", b"<Human>"]
            )
    return bytes(content)


@settings(max_examples=250)
@given(documents(), st.sampled_from([60, 200, 1 << 20]))
def test_the_quick_way_gives_what_the_parser_gives_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, block: int
) -> None:
    path = tmp_path_factory.mktemp("xml") / "a.xml"
    path.write_bytes(content)
    try:
        quick = quickly(path, block)
    except NotPlain:
        return
    try:
        assert same(quick, by_parser(path))
    except FileRefused as refused:  # pragma: no cover
        raise AssertionError("a file that the parser refuses was read") from refused
