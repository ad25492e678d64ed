"""The ``tawatur`` command, also as ``python -m tawatur``."""

import os


def main() -> None:
    # Before numpy is loaded, which reads it once. Cores are used by processes (--processes);
    # threads inside one process would only get in their way.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from tawatur.cli import main as run

    run()


if __name__ == "__main__":
    main()
