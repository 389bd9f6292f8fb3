"""The settings of the product, and the words to write those of a clinic in.

`pelicanconf.py` takes all of it over (`import *`) and adds what is the clinic's own; a setting that
is given there again wins. What follows from the clinic is not set here: `page_models/plugin.py`
tells it to Pelican. Folders are relative to the settings file.
"""

from jinja2 import StrictUndefined as _StrictUndefined

from plugins.page_models import plugin as _page_models
from plugins.related.settings import RelatedPosts as RelatedPosts
from plugins.related.settings import Weights as Weights
from plugins.site_model.settings import Address as Address
from plugins.site_model.settings import Clinic as Clinic
from plugins.site_model.settings import ClinicWords as ClinicWords
from plugins.site_model.settings import ContactSettings as ContactSettings
from plugins.site_model.settings import Hours as Hours
from plugins.site_model.settings import Offer as Offer
from plugins.site_model.settings import Policy as Policy
from plugins.site_model.settings import SpecialHours as SpecialHours

PREVIEW = False
PUBLISH = False
ALLOW_DEMO = False

SITEURL = "http://localhost:8000"
TIMEZONE = "UTC"  # Pelican asks before it knows the clinic
LOCALE = ("C.UTF-8", "C")  # the same words and dates whatever the machine speaks

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"
PLUGINS = [_page_models]

# Undefined names and unescaped text are errors, not blanks.
JINJA_ENVIRONMENT = {
    "undefined": _StrictUndefined,
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "extensions": ["plugins.words.templates.Translated"],
}

# Our generator reads and prints everything (docs/decisions/0002); Pelican's own have no work.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
RELATIVE_URLS = False
FAST_TEXT = True  # False: Markdown, YAML and typography by the libraries alone; same pages, later
CACHE_CONTENT = False
DELETE_OUTPUT_DIRECTORY = False
