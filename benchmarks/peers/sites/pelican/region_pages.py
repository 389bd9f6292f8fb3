"""Pages for each body region, which Pelican has no list of: a generator as its docs show one."""

from collections import defaultdict

from pelican import signals
from pelican.generators import Generator
from pelican.utils import slugify

CLEAN = [(r"[^\w\s-]", ""), (r"\s+", "-")]


class RegionPages(Generator):
    """Reads what the articles' generator has left in the context."""

    def generate_output(self, writer):
        groups = defaultdict(list)
        for article in self.context["articles"]:
            for region in article.metadata.get("regions", "").split(", "):
                groups[region].append(article)
        index = []
        for region, articles in sorted(groups.items()):
            place = f"regions/{slugify(region, CLEAN)}/"
            index.append((region, place, len(articles)))
            writer.write_file(
                f"{place}index.html", self.get_template("listing"), self.context,
                paginated={"articles": articles, "dates": articles}, template_name="tag",
                title=region, url=place, articles=articles, dates=articles)
            writer.write_feed(articles, self.context, f"{place}feed.xml", feed_title=region)
        writer.write_file("regions/index.html", self.get_template("terms"), self.context,
                          title="Regions", terms=index, url="regions/")


def _ours(pelican):
    return RegionPages


def register():
    signals.get_generators.connect(_ours)
