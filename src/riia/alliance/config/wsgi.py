"""The application a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riia.alliance.config.settings")
application = get_wsgi_application()
# Every page is loaded now, not by the first who asks. What is loaded stays as long as the process: left out of the
# search for what is no longer needed, it does not make somebody wait a quarter of a second every few dozen answers.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
