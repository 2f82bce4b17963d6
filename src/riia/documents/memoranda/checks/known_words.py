"""Names in capitals that everybody in the field knows, so that an agreement need not define them."""

import re
from typing import Final

KNOWN_WORDS: Final = re.compile(
    r"director|children.?s (?:services?|social)|chief executive|chief officer|chief finance|lead member|"
    r"lead councillor|cabinet member|information commissioner|"
    r"secretary of state|department for|department of|ministry|virtual school head|protection officer|"
    r"caldicott|risk owner|"
    r"section 151|s151|finance officer|monitoring officer|head of|integrated care|care board|"
    r"safeguarding (?:children|adults|partner)|"
    r"safeguarding (?:board|lead)|youth justice|combined authority|impact assessment|treasury|local authority|ofsted|"
    r"care quality|police|national health|clinical commissioning|health and wellbeing|children and young people|"
    r"education, health|health and care|education and health|local government association|human resources|"
    r"legal services|"
    r"data protection|freedom of information|corporate parenting|social worker|improvement (?:adviser|advisor|"
    r"alliance)|"
    r"pension|official journal|crown|high court|family court|parliament|cabinet|overview and scrutiny|"
    r"scrutiny committee|"
    r"full council|audit committee|council tax|city council|county council|borough council|district council|"
    r"constabulary|"
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"^(?:monday|tuesday|wednesday|thursday|friday)\b|^(?:section|schedule|annex|appendix|clause|part|phase|"
    r"paragraph|table|article)\b|"
    r"agency|united kingdom|england|regional improvement|youth custody|fire and rescue|crime commissioner|"
    r"medical officer|public health|principal social|reviewing officer|designated officer|independent reviewing|"
    r"lead officer|senior officer|section \d",
    re.I,
)
