"""A checked site to the complete list of files it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plugins.contact_form import core as contact_form
from plugins.feeds import core as feeds
from plugins.images.core import Picture
from plugins.page_models import core
from plugins.page_models.articles import ArticleComposer
from plugins.page_models.bodies import Texts
from plugins.page_models.feed_entries import entry
from plugins.page_models.frame import (
    FEED,
    Assets,
    Frame,
    PageIdentity,
    Urls,
    day,
    described,
    term_address,
    typed,
)
from plugins.page_models.lists import (
    archive,
    listing,
    newest,
    people_index,
    term_index,
    terms_in_use,
)
from plugins.page_models.related_links import RelatedLinks, ranked, related_links
from plugins.redirects import core as redirects
from plugins.related.settings import RelatedPosts
from plugins.security_policy import core as security_policy
from plugins.site_model.core import Article, Person, Site, TextPage
from plugins.site_model.cross_check import address, alias_file
from plugins.sitemap import core as sitemap
from plugins.structured_data import core as json_ld

LATEST, CARDS_A_TOPIC = 3, 3


def plan(site: Site, texts: Texts, siteurl: str, assets: Assets, home_picture: Picture | None,
         preview: bool, reading_on: RelatedPosts = RelatedPosts(),  # noqa: B008
         links: RelatedLinks | None = None) -> core.Plan:
    """Every page, text and picture of the site. Pure: the same records give the same plan.

    `links` are the related articles, for whoever has chosen them already.
    """
    urls = Urls(siteurl)
    form, short_form = (contact_form.form(site.clinic.contact, siteurl, preview, compact)
                        for compact in (False, True))
    # The year of the newest article, not of the build: the same input gives the same bytes.
    year = str(max((a.updated.year for a in site.articles), default=""))
    frame = Frame(site, urls, assets, form, preview, year)
    links = links or related_links(site, texts, ranked(site, texts, reading_on), reading_on)
    composer = ArticleComposer(frame, texts, form, short_form, links)
    pages = [home(composer, home_picture)]
    pages += [composer.page(article) for article in site.articles]
    for kind, terms in terms_in_use(site).items():
        for term in terms:
            pages += listing(composer, term, [t for t in terms if t != term])
        if terms:
            pages.append(term_index(composer, kind, terms))
    pages += [person_page(composer, person) for person in site.people]
    if site.people:
        pages.append(people_index(composer))
    pages += archive(composer) if site.articles else []
    pages += [text_page(composer, page) for page in site.pages if page.slug != "contact"]
    pages += [contact_page(composer), thanks(composer), not_sent(composer), not_found(composer)]
    pages += [alias for record in (*site.articles, *site.pages, *site.people)
              for alias in alias_pages(record, frame)]
    return core.Plan(tuple(pages), tuple(_texts(composer, pages)),
                     tuple(sorted({p.path for p in _pictures(texts, home_picture)})))


def _pictures(texts: Texts, home_picture: Picture | None) -> Iterable[Picture]:
    yield from (home_picture,) if home_picture else ()
    yield from texts.images.values()
    for body in texts.bodies.values():
        yield from body.pictures


# ---------------------------------------------------------------- pages


def home(composer: ArticleComposer, picture: Picture | None) -> core.PlannedPage:
    """The front door."""
    frame, site = composer.frame, composer.frame.site
    clinic = site.clinic
    identity = PageIdentity("/", clinic.name, clinic.welcome or clinic.tagline or clinic.name,
                            has_form=True)
    nodes = json_ld.page_nodes(frame.facts_of(identity), clinic, frame.schema,
                               mainEntity={"@id": frame.schema.clinic})
    topics = tuple(core.TopicBlock(
        frame.link(term.label, term_address(term)), term.summary,
        tuple(composer.card(a) for a in site.about(term)[:CARDS_A_TOPIC]))
        for term in terms_in_use(site)["category"])
    model = core.HomePage(
        shell=frame.shell(identity, nodes), heading=clinic.tagline or clinic.name,
        welcome=clinic.welcome,
        picture=frame.image(picture, clinic.home_picture_alt) if picture else None,
        offer=composer.contact("home", compact=True),
        latest=tuple(composer.card(a) for a in site.articles[:LATEST]), topics=topics,
        regions=tuple(core.Link(t.label, frame.urls.path(term_address(t)),
                                count=len(site.about(t))) for t in terms_in_use(site)["region"]),
        people=tuple(frame.byline(p, composer.picture(p)) for p in site.people),
        archive=frame.urls.path("/archive/"))
    return core.PlannedPage("index.html", "index", model, "/", newest(site.articles))


def person_page(composer: ArticleComposer, person: Person) -> core.PlannedPage:
    """A clinician."""
    frame, site = composer.frame, composer.frame.site
    identity = PageIdentity(address(person), person.display_name,
                            person.summary or f"{person.display_name} at {site.clinic.name}.",
                            "ProfilePage", (("Our people", "/people/"),),
                            has_form=composer.has_form(person))
    absolute = frame.urls.absolute(address(person))
    nodes = [*json_ld.page_nodes(frame.facts_of(identity), site.clinic, frame.schema,
                                 mainEntity={"@id": f"{absolute}#me"}),
             json_ld.person_node(person, absolute, frame.schema)]
    licence = f"{person.licence_state} {person.licence_number}".strip()
    facts = (("Role", person.job_title), ("Credentials", person.credentials),
             ("License", licence), ("Languages", ", ".join(person.languages)))
    written = site.by_author(person)
    model = core.PersonPage(
        frame.shell(identity, nodes, "profile"), frame.byline(person, composer.picture(person)),
        tuple(fact for fact in facts if fact[1]), composer.parts(person),
        tuple(composer.card(a) for a in written))
    return core.PlannedPage(f"people/{person.key}/index.html", "author", model, address(person),
                            newest(written))


def text_page(composer: ArticleComposer, page: TextPage) -> core.PlannedPage:
    """A page of plain text."""
    frame = composer.frame
    kind = "AboutPage" if page.slug == "about" else "WebPage"
    identity = PageIdentity(address(page), page.title,
                            described(page, frame.site.clinic.name), kind,
                            indexed=not page.draft, has_form=composer.has_form(page))
    main = {"@id": frame.schema.clinic} if kind == "AboutPage" else None
    nodes = json_ld.page_nodes(frame.facts_of(identity), frame.site.clinic, frame.schema,
                               mainEntity=main)
    return core.PlannedPage(f"{page.slug}/index.html", "page",
                            _text_model(composer, page, identity, nodes), address(page),
                            page.updated.date().isoformat() if page.updated else "",
                            not page.draft)


def _text_model(composer: ArticleComposer, page: TextPage, identity: PageIdentity,
                nodes: Sequence[json_ld.Node]) -> core.TextPageModel:
    return core.TextPageModel(
        composer.frame.shell(identity, nodes), typed(page.title), typed(page.summary),
        composer.parts(page), day(page.updated) if page.updated else None,
        state="Draft" if page.draft else "")


def contact_page(composer: ArticleComposer) -> core.PlannedPage:
    """The form with everything beside it; `content/pages/contact.md` gives the words above it."""
    frame, clinic = composer.frame, composer.frame.site.clinic
    written = [page for page in frame.site.pages if page.slug == "contact"]
    page = written[0] if written else TextPage("contact", "Contact us", "", "", "", 1, "none")
    description = page.summary or f"Call or write to {clinic.name}: telephone, address, hours."
    identity = PageIdentity("/contact/", page.title, description, "ContactPage",
                            has_form=True)
    nodes = json_ld.page_nodes(frame.facts_of(identity), clinic, frame.schema,
                               mainEntity={"@id": frame.schema.clinic})
    model = core.TextPageModel(
        frame.shell(identity, nodes), typed(page.title), typed(page.summary),
        composer.parts(page) if written else (), None,
        composer.contact("contact", "Call or write"))
    return core.PlannedPage("contact/index.html", "contact", model, "/contact/",
                            page.updated.date().isoformat() if page.updated else "")


def thanks(composer: ArticleComposer) -> core.PlannedPage:
    """Where a sent form leads."""
    frame, clinic = composer.frame, composer.frame.site.clinic
    identity = PageIdentity(contact_form.THANKS, "Thank you", "Your message is on its way.",
                            indexed=False)
    model = core.NotePage(
        frame.shell(identity), "Thank you: your message is on its way",
        (f"We answer within {clinic.contact.answer_time}.",
         "If you do not hear from us by then, please call: now and then a message goes astray.",
         "In an emergency call 911."),
        (frame.link("Back to the home page", "/"),
         *((frame.link("All articles", "/archive/"),) if frame.site.articles else ())),
        frame.facts())
    return core.PlannedPage("thanks/index.html", "note", model, contact_form.THANKS, listed=False)


def not_sent(composer: ArticleComposer) -> core.PlannedPage:
    """Where a form leads that its service could not take."""
    frame = composer.frame
    identity = PageIdentity(contact_form.NOT_SENT, "Not sent", "Your message did not reach us.",
                            indexed=False)
    model = core.NotePage(
        frame.shell(identity), "Your message did not reach us",
        ("The service that carries our messages did not take it. Please call or write: then we "
         "have it for certain.",
         "To try the form again, go back with your browser: what you wrote is most likely still "
         "there.",
         "In an emergency call 911."),
        (frame.link("Contact", "/contact/"), frame.link("Back to the home page", "/")),
        frame.facts())
    return core.PlannedPage("not-sent/index.html", "note", model, contact_form.NOT_SENT,
                            listed=False)


def not_found(composer: ArticleComposer) -> core.PlannedPage:
    """What a wrong address shows."""
    frame = composer.frame
    identity = PageIdentity("/404.html", "Page not found",
                            "There is no page at this address.", indexed=False)
    links = [frame.link("Home page", "/")]
    if frame.site.articles:
        links.append(frame.link("All articles", "/archive/"))
    links += [frame.link(t.label, term_address(t)) for t in terms_in_use(frame.site)["category"]]
    model = core.NotePage(
        frame.shell(identity), "We cannot find that page",
        ("The address may be old, or have a typing mistake in it.",
         "Try one of these, or call us: we are glad to help."), tuple(links), frame.facts())
    return core.PlannedPage("404.html", "note", model, "/404.html", listed=False)


def alias_pages(record: Article | TextPage | Person, frame: Frame) -> list[core.PlannedPage]:
    """An answer at each old address of a page."""
    title = record.display_name if isinstance(record, Person) else record.title
    model = core.RedirectPage(frame.site.clinic.language, title,
                              frame.urls.path(address(record)),
                              frame.urls.absolute(address(record)))
    return [core.PlannedPage(alias_file(alias), "redirect", model, alias, listed=False)
            for alias in record.aliases if not getattr(record, "hidden", False)]


# ---------------------------------------------------------------- texts


def _texts(composer: ArticleComposer, pages: Sequence[core.PlannedPage]
           ) -> Iterable[tuple[str, str]]:
    frame, site = composer.frame, composer.frame.site
    public = [a for a in site.articles if not a.hidden]
    if public:
        yield FEED.lstrip("/"), feeds.atom(
            site.clinic.name, site.clinic.tagline, frame.urls.absolute("/"),
            frame.urls.absolute(FEED), site.clinic.language,
            [entry(composer, a) for a in public[:feeds.MAX_ENTRIES]])
    yield "sitemap.xml", sitemap.sitemap(
        (frame.urls.absolute(page.address), page.changed) for page in pages if page.listed)
    yield "robots.txt", sitemap.robots(frame.urls.absolute("/sitemap.xml"))
    yield "_headers", security_policy.headers_file(
        security_policy.policy(frame.form.csp.directives(), scripts=not frame.form.door),
        (frame.urls.path("/static/"),))
    moved = [(frame.urls.path(alias), frame.urls.path(address(record)))
             for record in (*site.articles, *site.pages, *site.people)
             for alias in record.aliases if not getattr(record, "hidden", False)]
    if moved:
        yield "_redirects", redirects.redirects_file(moved)

