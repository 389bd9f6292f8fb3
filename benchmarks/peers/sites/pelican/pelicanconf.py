"""Stock Pelican with the plugins that give the same kinds of pages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import region_pages
from pelican.plugins import related_posts, sitemap

SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "The clinic", "http://localhost", "UTC", "en"
PATH, OUTPUT_PATH, THEME = "content", "output", "theme"
PLUGINS = [sitemap, related_posts, region_pages]
TYPOGRIFY = True
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.toc": {}},
            "output_format": "html5"}
ARTICLE_PATHS = ["posts"]
ARTICLE_URL, ARTICLE_SAVE_AS = "{slug}/", "{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "topics/{slug}/", "topics/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "people/{slug}/", "people/{slug}/index.html"
ARCHIVES_SAVE_AS, CATEGORIES_SAVE_AS = "posts/index.html", "topics/index.html"
TAGS_SAVE_AS, AUTHORS_SAVE_AS = "tags/index.html", "people/index.html"
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives"]
PAGINATED_TEMPLATES = {"tag": 24, "category": 24, "author": 24, "archives": 100}
DEFAULT_PAGINATION = 24
PAGINATION_PATTERNS = [(1, "{url}", "{save_as}"),
                       (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html")]
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.xml", 10  # one number for all feeds
CATEGORY_FEED_ATOM, TAG_FEED_ATOM = "topics/{slug}/feed.xml", "tags/{slug}/feed.xml"
AUTHOR_FEED_ATOM = "people/{slug}/feed.xml"
TRANSLATION_FEED_ATOM = AUTHOR_FEED_RSS = None
RELATED_POSTS_MAX = 3
SITEMAP = {"format": "xml"}
THEME_STATIC_DIR = "."
