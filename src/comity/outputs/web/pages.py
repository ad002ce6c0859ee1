"""The pages of the site: each takes a request, reads the register, and fills a template."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from comity.lexicon.vocabulary import vocabulary
from comity.outputs import present
from comity.outputs.translation import LANGUAGES
from comity.outputs.web import dossier_view, following_view, merging_view, record_view
from comity.outputs.web.asked import READ, asked_filters, asked_part, asked_sides, canonical, preferred_language
from comity.outputs.web.environment import environment, query
from comity.outputs.web.highlight import highlight
from comity.outputs.web.timeline import lay_out
from comity.outputs.wording import country_of, event_title, sides_in_words
from comity.register import Register
from comity.register.views import (
    AnyKept,
    Filters,
    KeptCommitment,
    KeptEvent,
    KeptInstrument,
    KeptOffice,
    KeptPage,
)

BUSIEST = 30


def render(request: Request, language: str, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A template filled in one language; `here` gives the address of the same page in another."""

    def here(other: str) -> str:
        parts = request.url.path.split("/")
        path = "/".join(["", other, *parts[2:]]) if len(parts) > 2 and parts[1] in LANGUAGES else f"/{other}/"
        return f"{path}?{request.url.query}" if request.url.query else path

    name = template.partition(".")[0]
    reviewer = request.app.state.reviewer
    html = environment(language).get_template(template).render(here=here, page_name=name, reviewer=reviewer, **values)
    return HTMLResponse(html, status_code=status, headers={"Content-Language": language})


def front(request: Request) -> Response:
    """The root leads to the reader's language."""
    language = preferred_language(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/", status_code=302, headers={"Vary": "Accept-Language"})


def home(request: Request) -> Response:
    """Two sides to choose, and the busiest pairs."""
    language = request.path_params["language"]
    register = _register(request)
    contents = register.contents()
    return render(
        request,
        language,
        "home.html",
        present=register.countries(language),
        dyads=register.dyads(language, limit=BUSIEST),
        contents=contents,
        holdings=dossier_view.holdings(contents, language),
        filters=Filters(),
        filtered=False,
        a=request.query_params.get("a", ""),
        b=request.query_params.get("b", ""),
    )


def dossier(request: Request) -> Response:
    """The dossier of two sides. Names are answered with a redirect to the address that has their keys."""
    language = request.path_params["language"]
    register = _register(request)
    a, b = asked_sides(request.query_params, register, language)
    filters = asked_part(request.query_params, asked_filters(request.query_params), READ)
    address = canonical(a, b, filters)
    if address != request.url.query:
        return RedirectResponse(f"/{language}/dossier?{address}", status_code=307)
    found = register.dossier(a, b, filters)
    return render(
        request,
        language,
        "dossier.html",
        dossier=found,
        filters=filters,
        filtered=filters != Filters(limit=filters.limit),
        parts=dossier_view.parts(found),
        part_at=lambda section, offset: canonical(a, b, replace(filters, section=section, offset=offset)),
        whole=canonical(a, b, replace(filters, section=None, offset=0)),
        summary=dossier_view.summary(found, language),
        chapters=dossier_view.chapters(found, language),
        timeline=lay_out(found.encounters),
        encounters=dossier_view.by_year(found.encounters, language),
        acts=dossier_view.by_year(found.acts, language),
        offices_by_country=dossier_view.offices_by_country(found.offices, language),
        sources=dossier_view.sources(found),
    )


def record(request: Request) -> Response:
    """One record: its fields, its evidence quoted in its line, the rules that made it."""
    language = request.path_params["language"]
    register = _register(request)
    kept = register.record(request.path_params["id"])
    if kept.id != request.path_params["id"]:  # merged into another
        return RedirectResponse(f"/{language}/record/{kept.id}", status_code=308)
    pages = {report.page: register.page(report.page) for report in kept.reports}
    title, title_lang, subtitle = _heading(kept, language)
    return render(
        request,
        language,
        "record.html",
        kept=kept,
        kind=present.kind_of(kept),
        kind_name=present.kind_name(present.kind_of(kept), language),
        lang=present.language_of(kept),
        title=title,
        title_lang=title_lang,
        subtitle=subtitle,
        dossier_link=_dossier_link(kept, language),
        reports=[record_view.report_view(kept, report, pages[report.page], language) for report in kept.reports],
        parent=_parent(kept, register),
        became=following_view.of_record(kept, register, language, date.today()),
        promises=following_view.kept_promises(kept, register, language),
        decisions=merging_view.decisions(kept, register, language),
        commitments=_children(kept, pages.values(), KeptCommitment),
        instruments=_children(kept, pages.values(), KeptInstrument),
    )


def page(request: Request) -> Response:
    """The text of a page, with the evidence of its records marked."""
    language = request.path_params["language"]
    register = _register(request)
    kept = register.page(request.path_params["id"])
    highlighted = highlight(kept)
    found = record_view.found_on(kept, highlighted.numbers, language)
    names = {record.id: f"{number}. {name}" for _, records in found for number, record, _, name in records}
    focus = request.query_params.get("record")
    return render(
        request,
        language,
        "page.html",
        page=kept,
        original=register.page(kept.similar.page) if kept.similar else None,
        highlighted=highlighted,
        found=found,
        focus=focus if focus in names else None,
        record_name=lambda id: names[id],
    )


def about(request: Request) -> Response:
    """How the record is made, and the vocabulary with its definitions."""
    return render(request, request.path_params["language"], "about.html", tables=vocabulary().tables())


def _register(request: Request) -> Register:
    register: Register = request.app.state.register
    return register


def _heading(kept: AnyKept, language: str) -> tuple[str, str | None, str]:
    """Title, the language of the title where it is the page's, and what stands under it."""
    spoken = present.language_of(kept)
    match kept:
        case KeptEvent():
            sides = sides_in_words((*kept.record.actor, *kept.record.recipient), language)
            return event_title(kept.record, language), None, sides
        case KeptCommitment():
            sides = sides_in_words((*kept.record.by, *kept.record.to), language)
            return present.record_name(kept, language), spoken, sides
        case KeptInstrument():
            own = spoken if kept.record.title else None
            return present.record_name(kept, language), own, sides_in_words(kept.record.parties, language)
        case KeptOffice():
            office = ", ".join(part for part in (kept.record.office, kept.record.of) if part)
            return kept.record.person, spoken, office


def _dossier_link(kept: AnyKept, language: str) -> str | None:
    """The dossier of the two sides that a record joins, if it joins exactly two."""
    match kept:
        case KeptEvent():
            participants = (*kept.record.actor, *kept.record.recipient)
        case KeptCommitment():
            participants = (*kept.record.by, *kept.record.to)
        case KeptInstrument():
            participants = kept.record.parties
        case KeptOffice():
            return None
    sides = list(dict.fromkeys(code for participant in participants if (code := country_of(participant))))
    return f"/{language}/dossier?{query(a=sides[0], b=sides[1])}" if len(sides) == 2 else None


def _parent(kept: AnyKept, register: Register) -> KeptEvent | None:
    event = kept.event if isinstance(kept, KeptCommitment | KeptInstrument) else None
    return register.event(event) if event else None


def _children(kept: AnyKept, pages: Any, kind: type[KeptCommitment] | type[KeptInstrument]) -> list[Any]:
    """The commitments or instruments that hang on an event, from the pages that report it."""
    children: dict[str, AnyKept] = {}
    for kept_page in pages:
        children.update(_hanging(kept_page, kept.id, kind))
    return list(children.values())


def _hanging(kept_page: KeptPage, event: str, kind: type[AnyKept]) -> dict[str, AnyKept]:
    return {
        other.id: other
        for story in kept_page.stories
        for other in story.records()
        if isinstance(other, kind) and getattr(other, "event", None) == event
    }


class _Language(Convertor[str]):
    """The first part of an address: a language of the interface."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", _Language())

ROUTES = [
    Route("/", front),
    *(
        Route(f"/{{language:language}}{path}", endpoint)
        for path, endpoint in (
            ("/", home),
            ("/dossier", dossier),
            ("/record/{id}", record),
            ("/page/{id}", page),
            ("/about", about),
        )
    ),
]
