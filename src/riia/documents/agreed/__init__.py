"""What letters, memoranda and other agreements say of sums, parties and terms, held against itself. Pure.

Tables that add up, shares that make a whole, amounts that follow from rates and numbers, who is a party and who signs,
and what is said twice in two ways. A rule speaks only where the document itself shows what should stand there.
`checking.findings` gives them all.
"""
