"""Parts of the import screen: steps, pages, and the small widgets on them."""
