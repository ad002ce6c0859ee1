"""`comity serve`: the dossier in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli.options import RegisterPath, settings_of
from comity.cli.root import app
from comity.errors import UsageError


@app.command()
def serve(
    register: RegisterPath = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="The port to listen on.")] = None,
    review: Annotated[
        str | None, typer.Option(metavar="NAME", help="Also decide on records in the browser, in this name.")
    ] = None,
) -> None:
    """Serve the dossier in the browser until Ctrl-C."""
    from comity.outputs.web import serve as run

    settings = settings_of(register=register)
    if review is not None and not review.strip():
        raise UsageError("The reviewer has no name.", "Give the name under which decisions are to be kept.")
    at = (host or settings.host, settings.port if port is None else port)
    print(f"The register {settings.register_path} is at http://{at[0]}:{at[1]}/ (Ctrl-C stops it).", flush=True)
    run(settings.register_path, *at, review)
