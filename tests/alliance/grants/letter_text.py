"""A letter written for these tests: figures, names and wording are made up."""

LETTER = """Department for Education

12 May 2026

Dear colleague,

Re: S31 Grant Determination Letter for Regional Practice Support.

DLUHC reference: 31/7001. DFE Reference: RPS_001.

This Determination is made between:

(1) The Secretary of State for Education

and

(2) The alliances listed in Annex A

Purpose of the Grant

Support for alliances in the 2026-27 financial year.

1. Time of directors.
 - a. £1,000 allocated to each LA within the region to cover two days at £500 per day (to be paid in June 2026).

The Secretary of State for Education, by the powers of section 31 of the Local Government Act 2003, determines:

Citation

1) This determination may be cited as the Regional Practice Support Determination 2026 RPS_001

Purpose of the grant

2) To help councils with what they lawfully spend.

Determination

3) Annex A has the recipients and what each is paid.

Treasury consent

4) The Treasury's consent was obtained before this determination was made.

Signed by authority of the Secretary of State

Annex A
RIAs to which grant is to be paid	Total for this FY (26-27)
East Midlands	£10,000
South West	[redacted]
Yorkshire and Humber	£15,000
"""
