"""Writes a small bundle for each shape of net that a bundle may have.

In: nothing; weights are drawn from each bundle's name. Small PyTorch and Keras models are read and packed as brought models are.
Out: an archive of each bundle, which the Java tests run.

Read `bundles` first.
"""
