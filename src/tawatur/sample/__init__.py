"""A stream of news of our own: invented outlets, hand-written articles, real-looking pages.

``sample_pages()`` gives the pages in order of sight, ``expected()`` what a careful reader makes
of them, ``serve_site()`` puts them on a local web server with live feeds.
"""

from tawatur.sample.expect import expected
from tawatur.sample.pages import sample_pages
from tawatur.sample.site import (
    SampleServer,
    serve_site,
    site_feeds,
    stream_begins,
    stream_ends,
)
from tawatur.sample.stream import outlets_file

__all__ = [
    "SampleServer",
    "expected",
    "outlets_file",
    "sample_pages",
    "serve_site",
    "site_feeds",
    "stream_begins",
    "stream_ends",
]
