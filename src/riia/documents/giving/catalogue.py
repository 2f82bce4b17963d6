"""The rules for packages of grants: the standard's own, its data quality tool's, and what both let pass.

A rule's source says which: "360Giving 1.4" is the published schema or its guidance, "data quality tool" the checks that
its publisher runs, "ours" what neither asks.
"""

from typing import Final

from riia.documents.model import Severity
from riia.documents.rules import Rule, register

_S, _T, _O = "360Giving 1.4", "360Giving data quality tool", "ours"
_E, _C, _A = Severity.ERROR, Severity.CONFLICT, Severity.AMBIGUITY

RULES: Final = tuple(
    Rule(f"GIVING-{code}", severity, title, why, source)
    for code, severity, title, why, source in (
        # The form of the file
        ("GRANTS", _E, "A package has an object with a list of grants in it.", "Nothing can be read otherwise.", _S),
        ("KEY-TWICE", _E, "No field stands twice in one object.", "Programs keep one, not all the same.", _O),
        ("MISSING", _E, "Every required field is there.", "The standard asks ten of every grant.", _S),
        ("BLANK", _E, "A required field is not blank.", "The schema takes an empty text for a text.", _O),
        ("TYPE", _E, "A value is of its field's type.", "Programs that follow the standard refuse it.", _S),
        ("NUMBER", _E, "A number in a spreadsheet is a number.", "Signs and commas make a text of it.", _S),
        ("CODE", _E, "A code is on the standard's list.", "The list is closed.", _S),
        ("ADDRESS", _E, "A web address is whole.", "It has to begin with http:// or https:// to lead anywhere.", _S),
        ("RECIPIENTS", _E, "A grant goes to an organisation or to an individual.", "It takes either, not both.", _S),
        ("FIELD-UNKNOWN", _A, "A field or heading is one of the standard's.", "What is not is read by nobody.", _T),
        ("VERSION", _E, "The version is one of the standard.", "It says which rules hold.", _S),
        ("HEADING-TWICE", _E, "No heading stands twice.", "Only one of the columns is read.", _O),
        ("SHEET", _A, "A sheet has headings of the standard.", "Otherwise nothing of it is read.", _O),
        ("ROW-ORPHAN", _E, "A row names the grant it belongs to.", "It is lost otherwise.", _O),
        ("ROW-TWICE", _A, "A row stands once.", "Copied rows are summed by whoever opens the sheet.", _O),
        ("TOTAL-ROW", _A, "A list of grants has no row of totals.", "Tools take it for a grant.", _O),
        ("TOTAL", _C, "A stated total is the sum of its rows.", "One of the two is wrong.", "R1.48"),
        ("CELL", _E, "A cell has a value.", "Errors and formulas that were never worked out hold none.", _O),
        ("FORMULA", _A, "A text does not begin as a formula.", "A spreadsheet that opens the file would run it.", _O),
        # Identifiers of grants
        ("ID-TWICE", _E, "An identifier stands for one grant.", "Two grants cannot be told apart.", _S),
        ("ID-PREFIX", _E, "An identifier begins with the publisher's prefix (360G-…).", "Only so is it unique.", _S),
        ("ID-PREFIXES", _A, "One file has one publisher's prefix.", "A second one is often a slip.", _O),
        ("ID-SIGNS", _E, "An identifier has no line break, and no space at its ends.", "Tools break on them.", _T),
        ("ID-ADVICE", _A, "An identifier has no space or slash in it.", "Guidance advises against them.", _S),
        ("ALIKE", _A, "A grant stands once.", "Two that are alike but for their identifiers are often one.", _O),
        # Organisations
        ("ORG-LIST", _E, "An organisation's identifier begins with a list of org-id.guide.", "It is unknown.", _T),
        ("ORG-LIST-OLD", _A, "The list is still kept.", "Its identifiers are given up.", _T),
        ("ORG-CASE", _A, "A list is written in capitals.", "Tools that compare exactly find no match.", _O),
        ("ORG-SHAPE", _E, "The identifier has the shape that its list gives.", "A digit is missing or too many.", _T),
        ("ORG-SIGNS", _E, "An organisation's identifier has no line break or space.", "Tools break on them.", _T),
        ("ORG-NAMES", _C, "An identifier stands for one name.", "One of the two is wrong.", _T),
        ("ORG-IDS", _C, "A name has one identifier.", "One of the two is wrong.", _T),
        ("ORG-OWN", _A, "An organisation with an official number is identified by it.", "Others cannot match it.", _T),
        ("FUNDERS", _A, "A file has one funder.", "A second one is often a slip.", _T),
        ("SELF", _C, "Nobody funds itself.", "Funder and recipient were mixed up.", _O),
        ("CHARITY", _E, "A charity number looks like one.", "Digits are missing or too many.", _T),
        ("COMPANY", _E, "A company number looks like one.", "A leading nought is lost, or digits are.", _T),
        ("NUMBERS", _C, "Numbers agree with the identifier.", "Two organisations are named.", _O),
        ("POSTCODE", _E, "A postcode has the form of one.", "Nothing can be looked up by it.", _O),
        # Councils
        ("COUNCIL-CODE", _E, "A council's identifier exists.", "Any three letters pass the tools.", _O),
        ("COUNCIL-DAY", _E, "The council existed when the grant was awarded.", "Nobody is paid who is not there.", _O),
        ("COUNCIL-NATION", _E, "A council is identified by its nation's list.", "GB-LAS is Scotland's.", _O),
        ("COUNCIL-NAME", _C, "The name is that of the council with this identifier.", "One of the two is wrong.", _O),
        ("COUNCIL-ID", _A, "A council is identified as one.", "Its grants cannot be found otherwise.", _O),
        ("DEPARTMENT", _C, "The Department for Education is GB-GOR-D6.", "Another body is named.", _O),
        # Amounts
        ("AMOUNT-NEGATIVE", _E, "An amount is not negative.", "The schema takes any number.", _O),
        ("AMOUNT-ZERO", _E, "An award is more than nothing.", "A nought often stands for an amount not known.", _T),
        ("AMOUNT-PENCE", _E, "An amount has whole pence.", "No payment has thousandths.", _O),
        ("AMOUNT-LARGE", _A, "An amount is below £10 billion.", "A comma or point has slipped.", _O),
        ("APPLIED", _A, "Not more is awarded than was asked for.", "The two may be mixed up.", _O),
        ("DISBURSED", _C, "Not more is paid than was awarded.", "One of the two is wrong.", "R12.11"),
        ("TRANSACTIONS", _C, "Transactions add up to the amount.", "One of them is wrong or missing.", _S),
        ("CURRENCY", _A, "A grant within the United Kingdom is in pounds.", "Another currency is often a slip.", _O),
        # Dates
        ("DATE-FORMAT", _E, "A date is written YYYY-MM-DD, or with time and zone.", "Others read it otherwise.", _S),
        ("DATE-IMPOSSIBLE", _E, "A date exists.", "The schema takes 30 February.", _T),
        ("DATE-ZONE", _A, "A date with a time is that day here.", "A summer midnight is a day early in UTC.", _O),
        ("DATE-FAR", _A, "A date is not far in the future or past.", "A digit of the year has slipped.", _T),
        ("AWARD-FUTURE", _E, "A grant is awarded in the past.", "Nobody has decided it yet.", _T),
        ("AWARD-EARLY", _E, "A grant is awarded in 1990 or later.", "Dates of an empty cell lie in 1900.", _O),
        ("AWARD-LATE", _A, "A grant is awarded before its work ends.", "One of the dates is wrong.", _O),
        ("DATES-ORDER", _E, "What starts ends later.", "The two are mixed up.", _T),
        ("DURATION", _C, "The duration is the time from start to end.", "One of the three is wrong.", _O),
        ("MODIFIED", _C, "A record is not changed before the award or after today.", "One of the dates is wrong.", _O),
        # People
        ("EMAIL", _E, "No text has an e-mail address in it.", "It is personal data.", _T),
        ("PHONE", _E, "No text has a telephone number in it.", "It is personal data.", _O),
        ("IDENTITY", _E, "No text has an insurance or NHS number, or date of birth.", "They tell who it is.", _O),
        ("PERSON", _A, "No text names a person.", "It is published for ever.", _O),
        ("CONTACT", _A, "No contact person or personal address is published.", "It is personal data.", _O),
        ("INDIVIDUAL", _E, "An individual stays unnamed.", "Whose grant it is must not be known.", _S),
        ("INDIVIDUAL-ID", _E, "An individual's identifier is the funder's own.", "Official ones tell who it is.", _S),
        ("INDIVIDUAL-PLACE", _E, "No postcode stands in a grant to an individual.", "It tells who it is.", _T),
        ("INDIVIDUAL-DEI", _E, "No diversity data stand in a grant to an individual.", "They tell who it is.", _T),
        ("INDIVIDUAL-DETAILS", _C, "Details for individuals stand with individuals.", "One of the two is wrong.", _O),
        # Places
        ("AREA-TYPE", _A, "The type of an area is on the list.", "Tools do not find the area otherwise.", _T),
        ("AREA-SHAPE", _E, "A code of an area has the form of its type.", "Another kind of area is meant.", _O),
        ("AREA-CODE", _E, "The area exists.", "Any digits pass the tools.", _O),
        ("AREA-DAY", _A, "The area existed when the grant was awarded.", "The code is of an earlier map.", _O),
        ("AREA-NAME", _C, "The name is that of the area with this code.", "One of the two is wrong.", _O),
        ("AREA-NATION", _C, "An English council's grant is for England.", "A code or a recipient is wrong.", _O),
        ("POSITION", _E, "A position lies in its country.", "Latitude and longitude are often exchanged.", _O),
        # What makes data useful
        ("TITLE-LONG", _A, "A title is at most 140 characters.", "Lists cut it off.", _T),
        ("TITLE-SAME", _A, "A description says more than the title.", "Nobody learns what the grant is for.", _T),
        ("PROGRAMME", _A, "A grant names its programme with a title.", "It cannot be seen beside its like.", _T),
        ("LOCATION", _A, "A grant says where it is of use, with a code.", "It is on no map otherwise.", _T),
        ("PLANNED", _A, "A grant says when its work is planned.", "Long grants look like short ones.", _T),
        ("UPDATED", _A, "A record says when it was last changed.", "Two versions cannot be told apart.", _T),
        ("SOURCE", _A, "A record says where it comes from.", "Nobody can look it up.", _T),
        ("META", _C, "The package's own fields agree.", "They say which file is the newer.", _O),
    )
)  # fmt: skip
register(*RULES)
