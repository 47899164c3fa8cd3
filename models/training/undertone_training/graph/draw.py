"""Writes a net as graphs: its cells step once, and its reader takes whole reviews too. Refuses to know manifests."""

from pathlib import Path

from undertone_training.graph import cells, sequence
from undertone_training.graph.graph import SharedWeights
from undertone_training.net.net import Net


def write_graphs(net: Net, folder: Path) -> None:
    """Writes every graph that the net can have, and the weights that they share."""
    weights = SharedWeights(net.half)
    graphs = [] if net.bidirectional else [cells.token_cell(net, weights)]
    if sequence.drawable(net):
        graphs.append(sequence.token_sequence(net, weights))
    graphs.append(cells.head(net, weights))
    if net.memory:
        graphs.append(cells.review_cell(net, weights))
    weights.write(folder)
    for graph in graphs:
        graph.write(folder / f"{graph.name}.onnx")
