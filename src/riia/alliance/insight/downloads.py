"""Tables as files."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from riia.alliance.insight.exports import Sheet, as_csv, as_xlsx, file_stem

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet_response(sheet: Sheet, form: str, *name: str) -> HttpResponse:
    """Answer with a table as "csv" or "xlsx"; any other form does not exist."""
    if form == "csv":
        response = HttpResponse(as_csv(sheet), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(as_xlsx(sheet), content_type=WORKBOOK)
    else:
        raise Http404(f"Tables come as csv or xlsx, not as {form}.")
    response["Content-Disposition"] = content_disposition_header(True, f"{file_stem(*name)}.{form}") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
