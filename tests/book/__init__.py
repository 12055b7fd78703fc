"""The book: sources, notebooks, links and works cited, without a browser."""
