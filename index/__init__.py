"""Index: passages → ranked evidence.

`index.sync.sync` builds an index, `index.search.Index` opens and searches it, `index.health.examine` looks it over.
Names are imported from their modules, so that a program pays only for what it uses.
"""
