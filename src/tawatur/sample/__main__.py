"""``python -m tawatur.sample``: write ``expected.json`` anew after the stream was changed."""

from tawatur.sample.expect import write

write()
