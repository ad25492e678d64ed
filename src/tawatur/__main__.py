"""The ``tawatur`` command, also as ``python -m tawatur``."""

import os


def main() -> None:
    # Before numpy is loaded, which reads it once: two processes of one thread read three times
    # as many articles a second as one process of two (docs/how-it-works.md).
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from tawatur.cli import main as run

    run()


if __name__ == "__main__":
    main()
