"""Reads a PyTorch model as its description says.

In: a state_dict, a checkpoint, TorchScript, a pickled module or safetensors. Every tensor is read, or named as one to ignore.
Out: a net, PyTorch's own answers, and the module's own forward pass where the file has one.

Read `file` first.
"""
