"""Nikola for the same kinds of pages. It has no related posts and no third list beside tags."""

BLOG_AUTHOR, BLOG_TITLE, SITE_URL = "The clinic", "The clinic", "http://localhost/"
BLOG_EMAIL, BLOG_DESCRIPTION, DEFAULT_LANG, TIMEZONE = "hello@example.org", "", "en", "UTC"
THEME = "plain"
POSTS, PAGES = (("posts/*.md", "", "post.tmpl"),), ()
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = ["markdown.extensions.extra", "markdown.extensions.toc",
                       "markdown.extensions.smarty"]
PRETTY_URLS = True
INDEX_PATH, INDEXES_PAGES_MAIN, INDEX_DISPLAY_POST_COUNT = "posts", False, 24
TAG_PATH, CATEGORY_PATH, CATEGORY_PREFIX, AUTHOR_PATH = "tags", "topics", "", "people"
TAG_PAGES_ARE_INDEXES = CATEGORY_PAGES_ARE_INDEXES = AUTHOR_PAGES_ARE_INDEXES = True
ENABLE_AUTHOR_PAGES = True
CATEGORY_ALLOW_HIERARCHIES, CATEGORY_OUTPUT_FLAT_HIERARCHY = False, True
CREATE_SINGLE_ARCHIVE = True
GENERATE_RSS, GENERATE_ATOM = True, False
FEED_LENGTH, FEED_TEASERS = 10, False  # one number for all feeds
DISABLED_PLUGINS = ["render_galleries", "render_listings", "create_bundles", "copy_assets",
                    "classify_page_index", "robots"]
INDEX_TEASERS = True
SHOW_SOURCELINK = COPY_SOURCES = False
USE_BUNDLES = False
NAVIGATION_LINKS = {"en": (("/posts/", "Posts"), ("/archive.html", "Archive"))}
