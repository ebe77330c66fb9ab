"""Elasticsearch: what a story looks like in the index, how it gets there, how it is found."""
