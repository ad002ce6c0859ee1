"""The web client: what fetches addresses, politely and safely. The only place of Comity that reaches a network."""

from comity.sources.web.client import Response, Validators, Web
from comity.sources.web.limits import WebLimits

__all__ = ["Response", "Validators", "Web", "WebLimits"]
