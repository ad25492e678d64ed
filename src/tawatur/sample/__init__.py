"""A stream of news of our own: invented outlets, hand-written articles, real-looking pages.

``sample_pages()`` gives the pages in order of sight, ``expected()`` what a careful reader makes
of them.
"""

from tawatur.sample.expect import expected
from tawatur.sample.pages import sample_pages
from tawatur.sample.stream import outlets_file

__all__ = ["expected", "outlets_file", "sample_pages"]
