"""Corpus: files of a show → clean, citable passages. No network, no models.

`corpus.load.load_corpus` reads a folder into documents, `corpus.reading.show.read_show` what is known of the show, and
`corpus.chunk` cuts documents into passages. Names are imported from their modules, so that a program pays only for
what it uses.
"""
