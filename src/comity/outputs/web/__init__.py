"""The dossier in the browser: pages in French and English, and the same records as JSON.

    create_app(register_path, *, hosts=("*",)) -> FastAPI       RegisterError
    serve(register_path, host="127.0.0.1", port=8000) -> None   until stopped

Server-rendered, without scripts; everything it loads comes from the package.
"""

from comity.outputs.web.app import create_app, serve

__all__ = ["create_app", "serve"]
