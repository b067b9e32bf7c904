"""Help for people of the office: the pages of ``docs/`` that are for them."""
