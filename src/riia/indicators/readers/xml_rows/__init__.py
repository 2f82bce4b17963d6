"""From an XML return to rows of text, in one pass and in bounded memory: for the CIN census, the 903 and SEN2.

A reader describes the layout once, with `group`, `record`, `listed` and `fields`, and gets a frame for every table:

    LAYOUT = group("Message", group("Children",
        record("Child", "Child", fields("LAchildID", "Sex"), ordinal="_child", inside=(
            group("Disabilities", listed("Disability", "Disabilities")),
            record("CINdetails", "CINdetails", fields("CINreferralDate"), ordinal="_episode"),
        )),
    ))
    rows = read_rows(path, LAYOUT, title="CIN census")
    rows.tables["CINdetails"]   # text columns in layout order, and _row, _child, _episode

Every frame has a text column for each field (null where the element is absent or empty), `_row` (the line on which the
record's element opens, from 1) and, as whole numbers from 1, the ordinals of the record and of those around it, by
which rows of one file are joined: `_child` of `CINdetails` is the row of `Child` that it stands in. Every table of the
layout is there, empty when the file has no such element. `inherit` copies a field, such as the child's identifier,
to the tables below.

What cannot be trusted is refused whole (`FileRefused`, with line and column): not XML, cut off, malformed, bytes that
do not fit the encoding, a document type or entities, another root, a record outside its place, extreme depth or length.
What is merely unexpected is read past and told, once for each cause, with how often and where: elements and attributes
that the layout does not know, text between elements, a field given twice (the first counts).
"""

from riia.indicators.readers.xml_rows.layout import Element, fields, group, listed, record
from riia.indicators.readers.xml_rows.openings import Glance
from riia.indicators.readers.xml_rows.reading import XmlRows, glance, inherit, read_rows, root_name

__all__ = [
    "Element",
    "Glance",
    "XmlRows",
    "fields",
    "glance",
    "group",
    "inherit",
    "listed",
    "read_rows",
    "record",
    "root_name",
]
