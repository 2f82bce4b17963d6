"""Headings that say that a column identifies a child, whatever stands in it."""

import re
from typing import Final

from riia.indicators.records.identifiers import Trait

_EXACT: Final = {
    "name": Trait.NAME, "names": Trait.NAME, "pupil": Trait.NAME, "child": Trait.NAME, "student": Trait.NAME,
    "initials": Trait.NAME, "parent": Trait.NAME, "carer": Trait.NAME, "guardian": Trait.NAME, "alias": Trait.NAME,
    "upn": Trait.UPN, "uln": Trait.ULN, "nhs": Trait.NHS_NUMBER, "nino": Trait.NATIONAL_INSURANCE,
    "dob": Trait.DATE_OF_BIRTH, "dateofbirth": Trait.DATE_OF_BIRTH, "born": Trait.DATE_OF_BIRTH,
    "email": Trait.EMAIL, "phone": Trait.PHONE, "mobile": Trait.PHONE, "tel": Trait.PHONE, "address": Trait.ADDRESS,
    "postcode": Trait.POSTCODE, "uprn": Trait.ADDRESS,
}  # fmt: skip
_WITHIN: Final = (
    (re.compile(r"(fore|sur|first|last|middle|full|given|family|maiden|birth|known|preferred|legal|child|pupil|student)"
                r"s?names?|nameof(child|pupil|student|parent)|familiarname|knownas|nextofkin"), Trait.NAME),
    (re.compile(r"upn|uniquepupil|pupilnumber|admissionno|admissionnumber|pupilid|studentid|childid|personid|clientid|"
                r"mosaicid|liquidlogicid|caseid|casenumber|systemid|swiftid|ehmid|capitaid|emsid|learnerid|"
                r"pupilref|childref|personref|uniqueid"), Trait.UPN),
    (re.compile(r"uniquelearner|learnernumber|^uln"), Trait.ULN),
    (re.compile(r"nhsno|nhsnum|nationalhealth"), Trait.NHS_NUMBER),
    (re.compile(r"nationalinsurance|^nino"), Trait.NATIONAL_INSURANCE),
    (re.compile(r"postcode|postalcode|zipcode|homepost"), Trait.POSTCODE),
    (re.compile(r"dateofbirth|birthdate|dayofbirth|^dob|dob$|birthday|datebirth"), Trait.DATE_OF_BIRTH),
    (re.compile(r"email|emailaddress"), Trait.EMAIL),
    (re.compile(r"telephone|phonenumber|mobilenumber|phoneno|contactnumber"), Trait.PHONE),
    (re.compile(r"homeaddress|addressline|street|housenumber|^addr"), Trait.ADDRESS),
)  # fmt: skip


def identifying(heading: str) -> Trait | None:
    """What a column so headed identifies by, or None. Spaces, case and signs make no difference."""
    bare = "".join(sign for sign in heading.casefold() if sign.isalnum())
    if bare in ("providername", "schoolname", "organisationname"):
        return None
    if bare in _EXACT:
        return _EXACT[bare]
    return next((trait for pattern, trait in _WITHIN if pattern.search(bare)), None)
