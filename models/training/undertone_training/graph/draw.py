"""Writes a net as graphs: its cells step once, and its reader takes whole reviews too. Refuses to know manifests."""

from pathlib import Path

from undertone_training.graph import cells, sequence, surprise
from undertone_training.graph.graph import SharedWeights
from undertone_training.net.net import Net


def write_graphs(net: Net, folder: Path, with_sequence: bool = True) -> None:
    """Writes every graph that the net can have, and the weights that they share; leaves out the one over whole reviews if so asked."""
    weights, graphs = SharedWeights(net.half), []
    if not net.bidirectional:
        graphs.append(cells.token_cell(net, weights))
        if net.surprise:
            surprise.add_to_step(graphs[-1], net)
    if with_sequence and sequence.drawable(net):
        graphs.append(sequence.token_sequence(net, weights))
        if net.surprise:
            surprise.add_to_sequence(graphs[-1], net)
    graphs.append(cells.head(net, weights))
    if net.memory:
        graphs.append(cells.review_cell(net, weights))
    weights.write(folder)
    for graph in graphs:
        graph.write(folder / f"{graph.name}.onnx")
