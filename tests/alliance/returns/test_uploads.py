"""Files: kept as they came, read apart, looked at first, used whole or not at all, whatever is in them."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from riia.alliance.returns import tasks
from riia.alliance.returns.errors import Conflict, DeskError, NotYours, Stale
from riia.alliance.returns.models import Entry, Explained, Return, Upload
from riia.alliance.returns.presenters import templates
from riia.alliance.returns.presenters import uploading as shown
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.reading import answers, form_for
from riia.alliance.returns.services import uploads
from riia.alliance.returns.services.uploads import AT_ONCE, LARGEST, read, set_aside, take_upload, use_upload
from riia.alliance.returns.states import UploadState
from riia.indicators.model import Number
from tests.alliance.returns.conftest import LEICESTER, At, People
from tests.alliance.returns.filled import cell, save, whole

pytestmark = pytest.mark.django_db
REFERRALS, CARE = "referrals.number", "cla-current.number"


@pytest.fixture
def one(derby_return: Return) -> Return:
    return derby_return


def table(one: Return, **changes: str) -> bytes:
    """The CSV template of a return, filled in, with some numbers changed by item key."""
    texts = {key.item: text for key, text in whole(form_for(one.round)).items()} | changes
    rows = list(csv.DictReader(io.StringIO(templates.table(one).decode("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(row | {"number": texts[row["key"]]} for row in rows)
    return out.getvalue().encode()


def large_table(one: Return) -> bytes:
    """The same with a column of remarks, too long to be read while the person waits."""
    head, *lines = table(one).decode().splitlines()
    pad = "x" * (AT_ONCE // len(lines) + 1)
    return "\n".join([f"{head},remark", *(f"{line},{pad}" for line in lines)]).encode()


def given_file(one: Return, data: bytes, people: People, name: str = "return.csv") -> Upload:
    return read(upload=take_upload(one=one, name=name, data=data, by=people.derby))


def test_it_is_kept_as_it_came(one: Return, people: People) -> None:
    data = table(one)
    upload = take_upload(one=one, name="C:\\Users\\lena\\Returns\u202e\\Q2.csv", data=data, by=people.derby)
    kept = Upload.objects.get()
    assert bytes(kept.data) == data
    assert kept.sha256 == sha256(data).hexdigest()
    assert (kept.name, kept.state, kept.giver_label) == ("Q2.csv", UploadState.WAITING, "Priya")
    assert upload == kept
    assert not DBTaskResult.objects.exists()


def test_a_file_is_looked_at_before_it_is_used(one: Return, people: People) -> None:
    upload = given_file(one, table(one), people)
    assert upload.state == UploadState.READ
    assert answers(one) == {}
    saved = use_upload(upload=upload, base_revision=0, by=people.derby)
    assert len(saved.changed) == len(form_for(one.round).items)
    assert answers(one)[cell(REFERRALS)] == Number(800)
    upload.refresh_from_db()
    assert upload.state == UploadState.USED
    assert set(Entry.objects.values_list("source", flat=True)) == {"csv"}


def test_the_workbook_goes_out_and_comes_back(one: Return, people: People) -> None:
    save(one, {REFERRALS: "812"}, people.derby)
    book = load_workbook(io.BytesIO(templates.workbook(one)))
    sheet = book["Return"]
    typed = {key.item: text for key, text in whole(form_for(one.round)).items()}
    heads = {str(named.value): named.column for row in sheet.iter_rows(max_row=30) for named in row if named.value}
    for row in sheet.iter_rows():
        key = sheet.cell(row[0].row, heads["Item key (leave as it is)"]).value
        if key in typed:
            sheet.cell(row[0].row, heads["Number"]).value = int(typed[key])
    out = io.BytesIO()
    book.save(out)
    upload = given_file(one, out.getvalue(), people, "return.xlsx")
    assert upload.state == UploadState.READ, upload.problems
    use_upload(upload=upload, base_revision=1, by=people.derby)
    assert answers(one)[cell(REFERRALS)] == Number(800)
    assert Entry.objects.get(cell=CARE).source == "template"


def test_what_cannot_be_read_comes_along_as_typed_with_its_place(one: Return, people: People) -> None:
    upload = given_file(one, table(one, **{"cla-current": "<5"}), people)
    assert [problem["cell"] for problem in upload.problems if problem["weight"] == "hard"] == [CARE]
    use_upload(upload=upload, base_revision=0, by=people.derby)
    entry = Entry.objects.get(cell=CARE)
    assert (entry.typed, entry.value) == ("<5", "")
    assert entry.problem
    assert entry.place.startswith("return.csv: line ")


def workbook(one: Return, *edits: Callable[[Worksheet, int], object], item: str = "cla-current") -> bytes:
    """The region's workbook, filled in, after edits of an item's row, as a program without a calculator saves it."""
    book = load_workbook(io.BytesIO(templates.workbook(one)))
    sheet = book["Return"]
    rows = {sheet.cell(row, 8).value: row for row in range(1, sheet.max_row + 1)}
    for key, text in whole(form_for(one.round)).items():
        sheet.cell(rows[key.item], 5).value = int(text)
    for edit in edits:
        edit(sheet, rows[item])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(value: object) -> Callable[[Worksheet, int], object]:
    return lambda sheet, row: setattr(sheet.cell(row, 5), "value", value)


def merged(sheet: Worksheet, row: int) -> None:
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=5, end_column=5)


def again(sheet: Worksheet, row: int) -> None:
    for column in range(1, 9):
        sheet.cell(80, column).value = sheet.cell(row, column).value
    sheet.cell(80, 5).value = 7


class TestNotRead:
    """What stood is never kept as though the file had said nothing."""

    @pytest.mark.parametrize(
        ("edit", "typed", "words"),
        [
            (put("=1/0"), "", "formula whose value is not in the file"),
            (put("=[1]Sheet1!A1"), "", "formula whose value is not in the file"),
            (put("#REF!"), "#REF!", "Excel error"),
            (put(dt.date(2026, 4, 3)), "2026-04-03", "date"),
            (merged, "", "merged over several items"),
            (again, "", "is the same item as Return!E"),
        ],
        ids=["formula", "link", "error", "date", "merged", "twice"],
    )
    def test_it_takes_the_place_of_what_stood_and_is_in_the_way(
        self, one: Return, people: People, edit: Callable[[Worksheet, int], object], typed: str, words: str
    ) -> None:
        save(one, {CARE: "33", "cla-current.rate": "5.3"}, people.derby)
        upload = given_file(one, workbook(one, edit), people, "return.xlsx")
        assert CARE not in upload.found["blank"]
        page = shown.page(one, upload, uploads.now())
        (line,) = [
            change for change in page.changes if change.label.startswith("15 Children looked after on the day, n")
        ]
        assert line.before == "33"
        assert "would be replaced by something that cannot be read" in line.note
        saved = use_upload(upload=upload, base_revision=1, by=people.derby)
        entry = Entry.objects.get(cell=CARE)
        assert (entry.typed, entry.value) == (typed, "")
        assert words in entry.problem
        assert typed or "In return.xlsx, Return!E" in entry.problem
        assert entry.place.startswith("return.xlsx: Return!E")
        assert saved.problems[cell(CARE)] == entry.problem
        assert cell(CARE) in checked(one).unreadable
        assert "cannot be read" in checked(one).in_the_way
        assert cell("cla-current.rate") not in answers(one), "the share of the old number goes with it"
        save(one, {CARE: "34"}, people.derby)
        assert cell(CARE) not in checked(one).unreadable

    def test_the_same_file_again_changes_nothing(self, one: Return, people: People) -> None:
        data = workbook(one, put("=1/0"))
        use_upload(upload=given_file(one, data, people, "a.xlsx"), base_revision=0, by=people.derby)
        upload = given_file(one, data, people, "a.xlsx")
        page = shown.page(one, upload, uploads.now())
        assert page.changes == ()
        assert page.title == "a.xlsx would change nothing in Derby’s return"
        assert use_upload(upload=upload, base_revision=1, by=people.derby).changed == ()

    def test_a_blank_row_keeps_number_and_share(self, one: Return, people: People) -> None:
        save(one, {CARE: "33", "cla-current.rate": "5.3"}, people.derby)
        upload = given_file(one, workbook(one, put(None)), people, "return.xlsx")
        assert CARE in upload.found["blank"]
        use_upload(upload=upload, base_revision=1, by=people.derby)
        assert answers(one)[cell(CARE)] == Number(33)
        assert cell("cla-current.rate") in answers(one)

    def test_two_computed_sources_that_differ_leave_nothing_standing(self, one: Return, people: People) -> None:
        save(one, {CARE: "33"}, people.derby)
        rows = ["indicator,variant,place,period,number,numerator,denominator,rate,percent,symbol,source,coverage"]
        rows += [f"cla-current,all,831,2026-27Q2,{number},,,,,,{by},whole" for number, by in ((5, "a"), (6, "b"))]
        upload = given_file(one, "\n".join(rows).encode(), people, "computed.csv")
        use_upload(upload=upload, base_revision=1, by=people.derby)
        assert "5 by a and 6 by b" in Entry.objects.get(cell=CARE).problem
        assert answers(one) == {}

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60))
    def test_no_text_keeps_the_old_number_unless_it_is_blank(self, one: Return, people: People, text: str) -> None:
        save(one, {CARE: "33"}, people.derby)
        one.refresh_from_db()
        upload = given_file(one, table(one, **{"cla-current": text}), people)
        use_upload(upload=upload, base_revision=one.revision, by=people.derby)
        entry = Entry.objects.get(cell=CARE)
        is_blank = CARE in upload.found["blank"]
        assert (entry.value == "33") == (is_blank or entry.typed == "33")
        assert is_blank or entry.value or entry.problem


class TestTitles:
    def title(self, one: Return, data: bytes, people: People, name: str = "a.csv") -> str:
        return shown.page(one, given_file(one, data, people, name), uploads.now()).title

    def test_they_say_what_is_the_case(self, one: Return, people: People) -> None:
        count = len(form_for(one.round).items)
        assert self.title(one, table(one), people) == f"a.csv would change {count} answers in Derby’s return"
        spoilt = table(one, **{"cla-current": "<5"})
        assert self.title(one, spoilt, people) == (
            f"a.csv would change {count - 1} answers in Derby’s return and leave 1 other to be corrected"
        )
        use_upload(upload=given_file(one, table(one), people), base_revision=0, by=people.derby)
        assert self.title(one, table(one), people) == "a.csv says what stands in Derby’s return already"
        assert self.title(one, spoilt, people) == "a.csv would leave 1 answer in Derby’s return to be corrected"

    def test_an_unknown_item_is_told_among_what_was_not_used(self, one: Return, people: People) -> None:
        use_upload(upload=given_file(one, table(one), people), base_revision=0, by=people.derby)
        head, *lines = table(one).decode().splitlines()
        names = head.split(",")
        row = {"item": "99.9", "key": "nothing-known", "number": "12"}
        strange = "\n".join([head, *lines, ",".join(row.get(name, "") for name in names)]).encode()
        page = shown.page(one, given_file(one, strange, people), uploads.now())
        assert any("nothing-known" in words or "99.9" in words for words in page.unused)
        assert not any("not an item" in words for words in page.notes)
        assert page.title == "return.csv would change nothing in Derby’s return"


def test_blanks_in_a_file_keep_what_stands(one: Return, people: People) -> None:
    save(one, {CARE: "33"}, people.derby)
    upload = given_file(one, table(one, **{"cla-current": ""}), people)
    use_upload(upload=upload, base_revision=1, by=people.derby)
    assert answers(one)[cell(CARE)] == Number(33)


def test_nothing_of_a_file_is_used_when_somebody_changed_one_of_its_cells(one: Return, people: People) -> None:
    save(one, {CARE: "1"}, people.derby)
    upload = given_file(one, table(one), people)
    save(one, {CARE: "2"}, people.derby)
    with pytest.raises(Conflict, match="Priya changed 1 of these answers while you looked"):
        use_upload(upload=upload, base_revision=1, by=people.derby)
    assert answers(one) == {cell(CARE): Number(2)}
    upload.refresh_from_db()
    assert upload.state == UploadState.READ
    use_upload(upload=upload, base_revision=2, by=people.derby)
    assert answers(one)[cell(CARE)] == Number(620)


def test_a_file_is_used_once(one: Return, people: People) -> None:
    upload = given_file(one, table(one), people)
    use_upload(upload=upload, base_revision=0, by=people.derby)
    with pytest.raises(Stale, match="is used"):
        use_upload(upload=upload, base_revision=9, by=people.derby)


def test_a_file_set_aside_changes_nothing(one: Return, people: People) -> None:
    upload = given_file(one, table(one), people)
    assert set_aside(upload=upload, by=people.derby).state == UploadState.SET_ASIDE
    assert answers(one) == {}
    with pytest.raises(Stale):
        use_upload(upload=upload, base_revision=0, by=people.derby)


def test_explanations_in_a_file_come_along_for_what_is_found(one: Return, people: People) -> None:
    upload = given_file(one, table(one, **{"ehcp-requests": "x"}), people)
    key = "RET-NOT-GIVEN ehcp-requests.number"
    Upload.objects.filter(pk=upload.pk).update(
        found=upload.found | {"explanations": {key: "Replaced in August.", "RET-CHANGE ehe.number": "Not found."}}
    )
    use_upload(upload=upload, base_revision=0, by=people.derby)
    assert dict(Explained.objects.values_list("key", "text")) == {key: "Replaced in August."}


def test_nothing_is_used_when_the_trail_fails(one: Return, people: People, monkeypatch) -> None:
    upload = given_file(one, table(one), people)

    def refuse(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(uploads, "record", refuse)
    with pytest.raises(RuntimeError):
        use_upload(upload=upload, base_revision=0, by=people.derby)
    upload.refresh_from_db()
    one.refresh_from_db()
    assert (upload.state, one.revision, answers(one)) == (UploadState.READ, 0, {})


def test_what_computed_files_do_not_hold_leaves_answers_alone(one: Return, people: People) -> None:
    """A computed file says x for what its records did not hold: where somebody has answered, that stands."""
    save(one, {CARE: "33"}, people.derby)
    rows = ["indicator,variant,place,period,number,numerator,denominator,rate,percent,symbol,source,coverage"]
    for slug, number, symbol in (("cla-current", "", "x"), ("cla-starting", "", "x"), ("cla-ceasing", "4", "")):
        rows.append(f"{slug},all,831,2026-27Q2,{number},{number},,,,{symbol},annex-a,whole")
    upload = given_file(one, "\n".join(rows).encode(), people, "computed.csv")
    assert upload.found.get("source") == "computed", upload.problems
    saved = use_upload(upload=upload, base_revision=1, by=people.derby)
    assert sorted(map(str, saved.changed)) == ["cla-ceasing.number", "cla-starting.number", "cla-starting.rate"]
    assert answers(one)[cell(CARE)] == Number(33)


class TestRefused:
    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.pdf", b"%PDF-1.7 rest", "PDF"),
            ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel 97-2003"),
            ("a.xlsx", b"PK\x03\x04 not a workbook at all", ""),
            ("a.csv", b"hello\nworld\n", "headings"),
            ("a.json", b'{"a": [' * 5000, ""),
            ("a.html", b"<html><body>Sign in</body></html>", "web page"),
            ("a.csv", b"   \n ", "empty"),
            ("a.csv", bytes(range(256)) * 40, ""),
        ],
    )
    def test_it_says_what_to_do_and_changes_nothing(
        self, one: Return, people: People, name: str, data: bytes, words: str
    ) -> None:
        upload = given_file(one, data, people, name)
        assert upload.state == UploadState.REFUSED
        (problem, *_) = upload.problems
        assert problem["remedy"]
        assert words in f"{problem['rule']}"
        assert answers(one) == {}

    def test_another_councils_file_is_told_as_such(
        self, one: Return, returns: dict[str, Return], people: People
    ) -> None:
        upload = given_file(one, table(returns[LEICESTER]), people)
        assert upload.state == UploadState.REFUSED
        assert "Leicester" in f"{upload.problems}"

    def test_a_bomb_is_refused_before_it_is_unpacked(self, one: Return, people: People) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", b"<x/>")
            archive.writestr("xl/workbook.xml", b" " * 80_000_000)
        assert given_file(one, packed.getvalue(), people, "a.xlsx").state == UploadState.REFUSED

    def test_a_reader_that_breaks_leaves_a_file_refused(self, one: Return, people: People, monkeypatch) -> None:
        def broken(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(uploads, "read_return", broken)
        upload = take_upload(one=one, name="a.csv", data=b"x", by=people.derby)
        with pytest.raises(ZeroDivisionError):
            read(upload=upload)
        upload.refresh_from_db()
        assert upload.state == UploadState.REFUSED
        assert "not yours" in upload.problems[0]["rule"]

    @settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.binary(min_size=1, max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", b"{", b"key,number\n"]))
    def test_bytes_of_any_kind_are_read_or_refused(
        self, one: Return, people: People, data: bytes, start: bytes
    ) -> None:
        assert given_file(one, start + data, people).state in {UploadState.READ, UploadState.REFUSED}

    def test_sizes(self, one: Return, people: People) -> None:
        for data, words in ((b"", "empty"), (b"x" * (LARGEST + 1), "larger than 10 MB")):
            with pytest.raises(DeskError, match=words):
                take_upload(one=one, name="a.csv", data=data, by=people.derby)
        assert not Upload.objects.exists()

    @pytest.mark.parametrize("who", ["analyst", "derby_dcs", "leicester"])
    def test_only_the_council_uploads(self, one: Return, people: People, who: str) -> None:
        with pytest.raises(NotYours):
            take_upload(one=one, name="a.csv", data=b"x", by=getattr(people, who))


class TestInTheBackground:
    @pytest.fixture
    def large(self, one: Return, people: People) -> Upload:
        return take_upload(one=one, name="large.csv", data=large_table(one), by=people.derby)

    def test_a_large_file_waits_for_the_worker(self, large: Upload) -> None:
        assert large.state == UploadState.WAITING
        waiting = DBTaskResult.objects.get()
        assert waiting.task_result.kwargs == {"upload": large.pk}
        assert tasks.read_upload.call(upload=large.pk) == UploadState.READ

    def test_reading_it_twice_does_no_harm(self, large: Upload) -> None:
        assert read(upload=large).state == UploadState.READ
        finished = Upload.objects.get().finished_at
        assert read(upload=large).state == UploadState.READ
        assert Upload.objects.get().finished_at == finished

    def test_a_reading_that_died_is_taken_up_again(self, large: Upload, at: At) -> None:
        Upload.objects.update(state=UploadState.READING, begun_at=uploads.now())
        assert uploads.take_up_dead() == 0
        with at(dt.date(2026, 10, 1), hour=11):
            assert uploads.take_up_dead() == 1
            large.refresh_from_db()
            assert (large.state, large.begun_at, large.progress) == (UploadState.WAITING, None, 0)
            assert DBTaskResult.objects.count() == 2
            assert read(upload=large).state == UploadState.READ

    def test_a_reader_thought_dead_that_ends_late_is_not_heard(self, large: Upload, at: At) -> None:
        late = uploads._begin(large)
        with at(dt.date(2026, 10, 1), hour=11):
            uploads.take_up_dead()
            assert read(upload=large).state == UploadState.READ
            uploads._end(late, UploadState.REFUSED, {}, [])
        large.refresh_from_db()
        assert large.state == UploadState.READ


class TestPages:
    @pytest.fixture
    def reader(self, people: People, signed_in: Callable[..., Client]) -> Client:
        return signed_in(people.derby)

    def test_upload_look_use(self, one: Return, reader: Client) -> None:
        sent = SimpleUploadedFile("return.csv", table(one, **{"cla-current": "<5"}))
        page = reader.post(f"/returns/{one.reference}/upload/", {"file": sent}, follow=True)
        html = page.content.decode()
        assert "return.csv would change" in html
        assert "Line " in html
        assert "1 answer that could not be read takes the place of what stands" in html
        assert "Use the file as it is" in html
        upload = Upload.objects.get()
        answer = reader.post(f"/returns/uploads/{upload.reference}/", {"step": "use", "revision": 0}, follow=True)
        assert "changed by return.csv" in answer.content.decode()
        assert answers(one)[cell(REFERRALS)] == Number(800)

    def test_a_file_that_changes_nothing_has_no_button_to_use_it(
        self, one: Return, people: People, reader: Client
    ) -> None:
        data = table(one, **{"cla-current": "<5"})
        use_upload(upload=given_file(one, data, people), base_revision=0, by=people.derby)
        html = reader.get(f"/returns/uploads/{given_file(one, data, people).reference}/").content.decode()
        assert "As it is, the file would change nothing." in html
        assert "says what stands in" not in html
        assert 'value="use"' not in html

    def test_a_file_in_line_can_be_read_at_once(self, one: Return, people: People, reader: Client, at: At) -> None:
        upload = take_upload(one=one, name="a.csv", data=large_table(one), by=people.derby)
        address = f"/returns/uploads/{upload.reference}/"
        html = reader.get(address).content.decode()
        assert "a.csv waits to be read" in html
        assert 'http-equiv="refresh"' in html
        with at(dt.date(2026, 10, 1), hour=11):
            assert "Read it now" in reader.get(address).content.decode()
            assert "data-kit-poll" in reader.get(f"{address}?progress=yes").content.decode()
            assert "would change" in reader.post(address, {"step": "read"}, follow=True).content.decode()
            ended = reader.get(f"{address}?progress=yes").content.decode()
            assert 'id="kit-progress"' in ended
            assert "data-kit-poll" not in ended
            assert "See what it says" in ended

    def test_templates_are_made_for_the_council_alone(
        self, one: Return, returns: dict[str, Return], reader: Client
    ) -> None:
        for ending, start in (("template/", b"PK"), ("template.csv", b"\xef\xbb\xbfplace")):
            assert reader.get(f"/returns/{one.reference}/{ending}").content.startswith(start)
            assert reader.get(f"/returns/{returns[LEICESTER].reference}/{ending}").status_code == 404

    def test_a_file_that_is_too_large_is_refused_on_its_way_in(self, one: Return, reader: Client) -> None:
        sent = SimpleUploadedFile("a.csv", b"x" * (LARGEST + 2 * 1024 * 1024))
        answer = reader.post(f"/returns/{one.reference}/upload/", {"file": sent})
        assert "larger than 10 MB" in answer.content.decode()
        assert not Upload.objects.exists()

    def test_none_chosen(self, one: Return, reader: Client) -> None:
        assert "Choose the file" in reader.post(f"/returns/{one.reference}/upload/").content.decode()


def test_json_of_the_command_line_is_read(one: Return, people: People) -> None:
    form = form_for(one.round)
    figures = {str(key): int(text) for key, text in whole(form).items()}
    data = json.dumps({"place": "831", "period": "2026-27Q2", "form": "mou-2022", "answers": figures}).encode()
    upload = given_file(one, data, people, "computed.json")
    assert upload.state == UploadState.READ, upload.problems
    assert len(upload.found["typed"]) == len(figures)
