"""`python -m riia`, for laptops on which only Python itself may be started."""

from riia.cli import main

main()
