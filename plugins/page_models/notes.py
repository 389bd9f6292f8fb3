"""Pages of a few lines: after the form, for what is not there, at an old address."""

from __future__ import annotations

from plugins.contact_form import core as contact_form
from plugins.page_models import core
from plugins.page_models.addresses import Urls
from plugins.page_models.frame import Frame, PageIdentity
from plugins.page_models.sections import Place


def thanks(frame: Frame) -> core.NotePage:
    """Where a sent form leads."""
    say = frame.words.say
    identity = PageIdentity(contact_form.THANKS, say("Thank you"),
                            say("Your message is on its way."), indexed=False, styled="text")
    return core.NotePage(
        frame.shell(identity), say("Thank you: your message is on its way"),
        (say("We answer within {time}.", time=say(frame.clinic.contact.answer_time)),
         say("If you do not hear from us by then, please call: now and then a message goes "
             "astray."),
         say("In an emergency call 911.")),
        (frame.link(say("Back to the home page"), "/"),
         *((frame.link(say("All articles"), "/archive/"),) if frame.sections.has_articles else ())),
        frame.facts())


def not_sent(frame: Frame) -> core.NotePage:
    """Where a form leads that its service could not take."""
    say = frame.words.say
    identity = PageIdentity(contact_form.NOT_SENT, say("Not sent"),
                            say("Your message did not reach us."), indexed=False, styled="text")
    return core.NotePage(
        frame.shell(identity), say("Your message did not reach us"),
        (say("The service that carries our messages did not take it. Please call or write: then we "
             "have it for certain."),
         say("To try the form again, go back with your browser: what you wrote is most likely "
             "still there."),
         say("In an emergency call 911.")),
        (frame.link(say("Contact"), "/contact/"), frame.link(say("Back to the home page"), "/")),
        frame.facts())


def not_found(frame: Frame) -> core.NotePage:
    """What a wrong address shows."""
    say = frame.words.say
    identity = PageIdentity("/404.html", say("Page not found"),
                            say("There is no page at this address."), indexed=False, styled="text")
    places = [Place(say("Home page"), "/")]
    places += [Place(say("All articles"), "/archive/")] if frame.sections.has_articles else []
    return core.NotePage(
        frame.shell(identity), say("We cannot find that page"),
        (say("The address may be old, or have a typing mistake in it."),
         say("Try one of these, or call us: we are glad to help.")),
        tuple(frame.way(place) for place in (*places, *frame.sections.topics)), frame.facts())


def moved(urls: Urls, language: str, title: str, address: str) -> core.RedirectPage:
    """What answers at an old address."""
    return core.RedirectPage(language, title, urls.path(address), urls.absolute(address))
