"""Files of every form that alliances send each other, as a `Document`: text in reading order with exact places.

Files are hostile until shown otherwise: each form has limits of size, count and time (`limits`), and what cannot be
read is refused with the rule it breaks and what to do.
"""

from riia.documents.readers.reading import read_document

__all__ = ["read_document"]
