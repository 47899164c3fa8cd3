"""Draws a net as ONNX graphs.

In: a `Net`. Its cells become graphs that step once; its reader also becomes a graph that takes whole reviews, where it can.
Out: graphs, and the file of weights that they share. Knows no manifests.

Read `draw` first.
"""
