"""A report as files: PDF/UA, Word, and tables of its KPIs. The same report gives the same bytes."""
