"""The notice that people accept before they first see data that are not published (R4.05, clause 6.3).

In our own words. A change of its meaning takes a new EDITION, and everybody accepts it again.
"""

from typing import Final

EDITION: Final = "2026-11"
TITLE: Final = "Before you see data that are not published"
PARAGRAPHS: Final = (
    "What you are about to see has been anonymised or pseudonymised, so that no child, young person or worker can be "
    "named from it. Some of it is about small numbers of people.",
    "Do not try to find out who anybody is: not by matching it with other records, not by putting datasets together, "
    "and not by asking around. If you believe that you recognise somebody, stop, tell nobody who, and tell the "
    "regional data lead that the data can be recognised.",
    "Under section 171 of the Data Protection Act 2018 it is an offence to re-identify information that has been "
    "de-identified, knowingly or recklessly, without the consent of the controller who de-identified it. It is also "
    "an offence to process personal data that were re-identified in that way.",
    "Use what you see for the purposes of the alliance’s agreement only, and pass nothing on except through this "
    "service, which checks whether it may be sent and to whom.",
)
CONFIRMATION: Final = "I have read this and will not try to re-identify anybody"
