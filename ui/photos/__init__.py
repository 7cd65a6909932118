"""Photos and documents of any record: the page, its thumbnails, the viewer."""
