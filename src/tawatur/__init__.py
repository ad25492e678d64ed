"""tawatur: news of many outlets, turned into stories with their evidence."""

__version__ = "0.1.0"
