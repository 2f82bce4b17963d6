"""The checks of a package of grants, one module for each thing they look at."""
