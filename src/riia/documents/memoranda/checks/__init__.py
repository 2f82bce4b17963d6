"""What is held against an agreement besides its numbering: parties, money, terms, laws, days, contradictions."""
