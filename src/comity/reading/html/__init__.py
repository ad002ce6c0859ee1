"""Web pages: from their bytes to the report's own words, told apart from all that stands around them."""

from comity.reading.html.page import WebPage, web_page

__all__ = ["WebPage", "web_page"]
