"""The page on which the register is searched, and what was found as a data set."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from comity.outputs.found import kinds_name, line_of, total_in_words
from comity.outputs.web import search_view
from comity.outputs.web.asked import asked_kind, asked_order, asked_query, canonical_search
from comity.outputs.web.pages import render
from comity.register import Register
from comity.register.people.meant import PREFIX
from comity.register.searching.search import COUNTED, usual_order
from comity.register.searching.views import FOUND_KINDS, Query

PART = 20
FEW = 5


def search(request: Request) -> Response:
    """What is found: the beginning of each kind, or one kind part by part. The address holds all that is asked."""
    language, params = request.path_params["language"], request.query_params
    register: Register = request.app.state.register
    query, kind, order = asked_query(params, register, language), asked_kind(params), asked_order(params)
    after = params.get("after", "").strip() if kind is not None else ""
    address = urlencode(canonical_search(query, kind=kind, order=order, after=after))
    if address != request.url.query:
        return RedirectResponse(f"/{language}/search{'?' if address else ''}{address}", status_code=307)
    searching = register.searching
    totals = searching.totals(query)
    shown = [kind] if kind is not None else [each for each in FOUND_KINDS if totals[each]]
    limit = PART if kind is not None else FEW
    sections = [searching.find(query, each, order=order, limit=limit, after=after or None) for each in shown]
    counted = kind or (shown[0] if shown else "event")
    facets = searching.facets(query, counted)
    return render(
        request,
        language,
        "search.html",
        query_=query,
        kind=kind,
        order=order,
        beyond=bool(after),
        found_any=any(totals.values()),
        most=COUNTED,
        kinds=search_view.kinds(query, totals, kind, language),
        orders=search_view.orders(query, kind, order or usual_order(query), language),
        chosen=search_view.chosen(query, kind, language, register.people.names(query.persons)),
        person_asked=next((name for name in query.persons if not name.startswith(PREFIX)), ""),
        wider=search_view.address(language, Query(words=query.words), kind=kind),
        narrower=search_view.narrower(query, facets, kind, language),
        counted=(kinds_name(counted, language), facets.of, totals[counted]),
        sections=[
            (
                kinds_name(results.kind, language),
                total_in_words(results.total, results.exact, language),
                results,
                [(found, line_of(found, language)) for found in results.found],
                search_view.next_part(query, results, order, language)
                if kind is not None
                else search_view.address(language, query, kind=results.kind, order=order),
            )
            for results in sections
        ],
        all_kinds=search_view.address(language, query, order=order),
        exported=urlencode(canonical_search(query)),
    )


ROUTES = [Route("/{language:language}/search", search)]
