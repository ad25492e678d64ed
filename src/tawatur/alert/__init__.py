"""Who wants to be told of what is new, when, and in which words.

watches.py    a watch from plain options, checked
matching.py   which watches ask for a development: notices
schedule.py   when a notice may go: at once, gathered, after silence, with the digest
words.py      its words; mail.py: as a mail; feed.py: as an Atom feed; hooks.py: as a webhook
maildir.py    the embedded inbox; returns.py: what comes back (bounces, complaints)
"""

from tawatur.alert.matching import Told, WatchIndex, match_watches, quotations
from tawatur.alert.watches import make_watch

__all__ = ["Told", "WatchIndex", "make_watch", "match_watches", "quotations"]
