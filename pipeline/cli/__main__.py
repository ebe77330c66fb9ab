"""`python -m pipeline.cli` is `wire`."""

from pipeline.cli import main

main()
