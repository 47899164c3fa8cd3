"""Reads review data sets and lays them out for training.

In: a folder of data sets, JSON lines. Reviews are read, split into what is learned from and a held-out tenth, cut into sentences,
encoded, and laid side by side.
Out: a `Corpus` of examples, batches of them, and the held-out rows as files. Knows no models.

Read `datasets` first, then `splits`.
"""
