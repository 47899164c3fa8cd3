"""Reads a saved Keras model. Only this package and `zoo.keras` import keras, which is slow to load and may be missing.

In: a `.keras` file. Its layers must form one chain from the tokens to the answer.
Out: a net, Keras's own answers, and the model's own forward pass.

Read `file` first.
"""
