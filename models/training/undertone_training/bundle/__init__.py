"""Writes a bundle's folder and proves it.

In: a `Net`, its tokenizer, and a reference that answers as the net's framework does. The packer writes graphs, tokenizer, goldens,
manifest and card, then runs the goldens through the graphs.
Out: a folder that the stream can serve. Knows no training.

Read `pack` first.
"""
