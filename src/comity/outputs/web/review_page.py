"""Reviewing in the browser: one record at a time with what can be decided of it, by buttons or by keys.

The forms work without a script; the page's own one presses their buttons when a key is hit.
"""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from comity.errors import ComityError, UnknownRecordError, UsageError
from comity.outputs import present
from comity.outputs.review_text import (
    action_in_words,
    decided_line,
    doubt_in_words,
    events_of_page,
    state_in_words,
    undone_line,
    waiting_line,
)
from comity.outputs.web import record_view
from comity.outputs.web.asked import N_, AskedError, asked_number
from comity.outputs.web.environment import query
from comity.outputs.web.pages import render
from comity.outputs.web.review_api import from_here, register_of, reviewer_of
from comity.register import Register
from comity.register.review.changing import assignments, settable
from comity.register.review.review import MOST_UNDONE
from comity.register.review.views import Decided, Undone
from comity.register.views import RECORD_KINDS, AnyKept, KeptCommitment, KeptInstrument, KeptPage

SCRIPT = "script-src 'self'"
"""What the policy of this page allows beyond that of the others: the site's own script."""

Form = dict[str, str]

_AS_IT_IS = "-"
"""What the choice of an event says where none is made; the empty value is that of no event."""


_DIGITS = 6
"""Of a number that is read; what is too many is told with the number."""


def look(request: Request) -> Response:
    """The record asked for, else the worthiest; those that were passed over are counted by `offset`."""
    return _shown(request)


async def decide(request: Request) -> Response:
    """What a form says. The next record follows; a mistake is told above the form, which keeps what was written."""
    from_here(request)
    body = (await request.body()).decode("utf-8", "replace")
    form = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
    return await run_in_threadpool(_decided, request, form)


def _decided(request: Request, form: Form) -> Response:
    who = reviewer_of(request)
    if not compare_digest(form.get("token", "").encode(), request.app.state.token.encode()):
        raise AskedError(N_("This form is of another sitting."), N_("Open the page again, then decide."), status=403)
    language = request.path_params["language"]
    try:
        decided = _ACTIONS[form.get("action", "")](register_of(request), form, who)
    except KeyError:
        raise AskedError(N_("The form does not say what is to be done."), N_("Use one of its buttons.")) from None
    except (UsageError, UnknownRecordError) as error:
        return _shown(request, form, error)
    offset = form.get("offset", "0")
    back = {"offset": offset} if offset.isdecimal() and offset != "0" else {}
    if isinstance(decided, Undone):
        told = query(done=undone_line(decided, language), **back)
    else:
        told = query(done=decided_line(decided, language), of=decided.id, **back)
    return RedirectResponse(f"/{language}/review?{told}", status_code=303)


def _shown(request: Request, form: Form | None = None, error: ComityError | None = None) -> Response:
    language, register = request.path_params["language"], register_of(request)
    wrote = (form or {}).get
    asked = request.query_params.get("record") or wrote("id")
    given = wrote("offset", "0")
    offset = asked_number(request.query_params, "offset") or (int(given) if given.isdecimal() else 0)
    item = register.review.item(asked) if asked else next(iter(register.review.queue(limit=1, offset=offset)), None)
    values: dict[str, Any] = {"item": item}
    if item is not None:
        page = register.page(item.page)
        kept = item.kept
        here = [report for report in kept.reports if report.page == item.page]
        values |= {
            "kept": kept,
            "kind": item.kind,
            "kind_name": present.kind_name(item.kind, language),
            "title": present.record_name(kept, language),
            "lang": present.language_of(kept),
            "report": record_view.report_view(kept, (here or list(kept.reports))[0], page, language),
            "page": page,
            "fields": settable(item.kind),
            "events": _events(page, kept, language),
            "doubts": [doubt_in_words(doubt, language) for doubt in item.doubts],
            "state": state_in_words(item.state, language),
            "history": [(row, action_in_words(row, language)) for row in register.review.decisions(kept.id, limit=10)],
        }
    answer = render(
        request,
        language,
        "review.html",
        400 if error is not None else 200,
        **values,
        offset=offset,
        next=query(offset=str(offset + 1)),
        token=request.app.state.token,
        error=error,
        wrote=lambda name: wrote(name, ""),
        most_undone=MOST_UNDONE,
        done=request.query_params.get("done", "")[:1000],
        of=request.query_params.get("of", ""),
        waiting=waiting_line(register.review.waiting(), language),
        kinds=[(each, present.kind_name(each, language)) for each in RECORD_KINDS],
        plain_fields={each: ", ".join(settable(each)) for each in RECORD_KINDS},
    )
    answer.headers["Content-Security-Policy"] = SCRIPT
    # without it browsers do not say from where a form is sent
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _events(page: KeptPage, kept: AnyKept, language: str) -> list[tuple[str, str]]:
    """On what a commitment or an instrument may hang: its event and those of the page, each with its name."""
    if not isinstance(kept, KeptCommitment | KeptInstrument):
        return []
    return [(each.id, present.record_name(each, language)) for each in events_of_page(page) if each.id != kept.event]


def _accept(register: Register, form: Form, who: str) -> Decided:
    return register.review.accept(form["id"], who, form.get("reason"), version=form.get("version"))


def _newest(register: Register, form: Form, who: str) -> Decided:
    return register.review.accept(form["id"], who, form.get("reason"), newest=True, version=form.get("version"))


def _reject(register: Register, form: Form, who: str) -> Decided:
    return register.review.reject(form["id"], who, form.get("reason"), version=form.get("version"))


def _change(register: Register, form: Form, who: str) -> Decided:
    changes: dict[str, Any] = dict(assignments(_lines(form, "changes")))
    if form.get("event", _AS_IT_IS) != _AS_IT_IS:
        changes.setdefault("event", form["event"])
    return register.review.change(
        form["id"], changes, who, form.get("reason"), words=_lines(form, "words"), version=form.get("version")
    )


def _undo(register: Register, form: Form, who: str) -> Decided:
    return register.review.undo(form["id"], who, form.get("reason"))


def _undo_last(register: Register, form: Form, who: str) -> Undone:
    number = form["number"].strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS):
        raise UsageError(f"'{number}' is no number.", "Write how many decisions are to be undone.")
    return register.review.undo_last(int(number), who, form.get("reason"))


def _add(register: Register, form: Form, who: str) -> Decided:
    said = assignments(_lines(form, "said"))
    return register.review.add(form["page"], form["kind"], said, _lines(form, "selected"), who, form.get("reason"))


def _done(register: Register, form: Form, who: str) -> Decided:
    return register.review.done(form["page"], who, form.get("reason"))


_ACTIONS: dict[str, Callable[[Register, Form, str], Decided | Undone]] = {
    "accept": _accept,
    "newest": _newest,
    "reject": _reject,
    "change": _change,
    "undo": _undo,
    "undo_last": _undo_last,
    "add": _add,
    "done": _done,
}


def _lines(form: Form, name: str) -> list[str]:
    return [line.strip() for line in form.get(name, "").splitlines() if line.strip()]


ROUTES = [
    Route("/{language:language}/review", look),
    Route("/{language:language}/review", decide, methods=["POST"]),
]
