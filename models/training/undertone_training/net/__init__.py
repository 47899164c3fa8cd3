"""Describes a recurrent net: arrays and names, whatever framework trained it.

In: trained weights, under the names that PyTorch gives them (`weights`). Out: a `Net`, which graphs are drawn from. Knows no files.

Read `net` first.
"""
