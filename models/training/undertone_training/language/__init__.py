"""Trains character language models and builds their bundles.

In: a book or Chinese reviews, as characters. A model learns to predict the next character.
Out: a bundle whose answer to a review is the surprise: nats a symbol, given all that the user wrote before.

Read `recipes` first, then `build`.
"""
