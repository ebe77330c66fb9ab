"""The pure core: what a story is and what is done to it.

Nothing in this package opens a file or a socket, reads a clock or the environment; data that the rules need is
loaded once by `rules.load_rules` and handed in. `stages.process` is the whole path on one screen.
"""
