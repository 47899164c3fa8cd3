"""Turns a text into ids.

In: a review's text. It is cut into pieces and encoded: byte-level BPE tokens (`bpe`) or single characters (`symbols`).
Out: ids, and the tokenizer's file in a bundle. Knows no data sets and no models.

Read `pieces` first: the split pattern is the same in Java.
"""
