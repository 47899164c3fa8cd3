"""Trains Undertone's recurrent nets and writes them as bundles that the stream serves.

A review's way through this package: `datasets` reads it, `splits` decides whether we may learn from it, `text` and `tokenizer` turn
it into ids, `batches` lays it beside others, `model` reads and remembers it, `train` teaches the model, `bundle` writes what
was learned. Start with `recipes`: one recipe is one bundle.
"""
