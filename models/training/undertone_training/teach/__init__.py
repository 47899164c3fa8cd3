"""Trains the models that ship, and builds their bundles.

In: a recipe and the data sets. A model is pretrained on next tokens, taught labels, and given a memory; teachers label what has no label.
Out: a bundle with its measured quality. Knows no frameworks but PyTorch.

Read `recipes` first, then `build`.
"""
